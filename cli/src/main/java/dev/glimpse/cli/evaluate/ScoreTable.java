package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.grade.Confusion;
import dev.glimpse.evaluation.grade.Consistency;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.grade.MmeScore;
import dev.glimpse.evaluation.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints a report: the measures as a table, and below it what they rest on.
public final class ScoreTable {
    private static final List<String> HEADER =
            List.of("measure", "split", "scope", "right", "total", "percent", "95% interval");

    private final Screen screen;

    public ScoreTable(Screen screen) {
        this.screen = screen;
    }

    /// Prints all of it.
    public void print(Report report) {
        Score score = report.score();
        table(HEADER, score.measures().stream().map(ScoreTable::row).toList());
        score.mme().ifPresent(this::mme);
        if (!score.figures().isEmpty()) {
            table(
                    List.of("figure", "value"),
                    score.figures().stream()
                            .map(figure -> List.of(figure.name(), number(figure.value())))
                            .toList());
        }
        if (!score.confusion().labels().isEmpty()) {
            answers(score.confusion());
        }
        Consistency consistency = score.consistency();
        if (consistency.groups() > 0) {
            screen.line(
                    "same option in all rotations: "
                            + consistency.consistent()
                            + " of "
                            + consistency.groups()
                            + " questions, a wrong one in "
                            + consistency.consistentlyWrong());
        }
        screen.line(
                score.graded().size()
                        + " rows, "
                        + score.failed()
                        + " failed, "
                        + score.unread()
                        + " unread; "
                        + score.rules().marker().losses());
        screen.line(
                "by "
                        + score.rules().names().entrySet().stream()
                                .map(rule -> rule.getKey() + " " + rule.getValue())
                                .collect(Collectors.joining(", ")));
        report.notes().forEach(note -> screen.line("note: " + Screen.harmless(note)));
    }

    private static List<String> row(Measure measure) {
        return List.of(
                measure.name(),
                measure.scope().split(),
                measure.scope().label(),
                measure.accuracy().rightText(),
                String.valueOf(measure.accuracy().total()),
                percent(measure.accuracy().fraction()),
                percent(measure.interval().low()) + " to " + percent(measure.interval().high()));
    }

    private void mme(MmeScore mme) {
        var rows = new ArrayList<List<String>>();
        for (MmeScore.Task task : mme.tasks()) {
            rows.add(
                    List.of(
                            task.name(),
                            String.valueOf(task.images()),
                            number(task.score()),
                            percent(task.decisions().precision()),
                            percent(task.decisions().recall()),
                            String.valueOf(task.decisions().other())));
        }
        rows.add(List.of("Perception", "", number(mme.perception()), "", "", ""));
        rows.add(List.of("Cognition", "", number(mme.cognition()), "", "", ""));
        rows.add(List.of("Total", "", number(mme.perception() + mme.cognition()), "", "", ""));
        table(List.of("task", "images", "score", "precision", "recall", "other"), rows);
    }

    /// How often each answer was given, beside how often it was right.
    private void answers(Confusion confusion) {
        var rows = new ArrayList<List<String>>();
        for (String label : confusion.labels()) {
            int right =
                    confusion.labels().stream()
                            .mapToInt(given -> confusion.count(label, given))
                            .sum();
            rows.add(
                    List.of(
                            label,
                            String.valueOf(right),
                            String.valueOf(confusion.given(label)),
                            String.valueOf(confusion.count(label, label))));
        }
        table(List.of("answer", "is right", "given", "both"), rows);
    }

    private void table(List<String> header, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(rows);
        var table = Table.fitting(all);
        for (List<String> row : all) {
            String line = screen.outIsTerminal() ? table.aligned(row) : Table.separated(row);
            Tone tone = row.equals(header) ? Tone.STRONG : Tone.PLAIN;
            screen.line(screen.toned(tone, Screen.harmless(line)));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
