package dev.glimpse.cli.command;

import dev.glimpse.cli.evaluate.ComparedRows;
import dev.glimpse.cli.evaluate.ReportFiles;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.Comparison;
import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Rotations;
import dev.glimpse.evaluation.report.ComparisonJson;
import dev.glimpse.evaluation.report.HtmlComparison;
import dev.glimpse.evaluation.report.HtmlComparison.Side;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.Fingerprint;
import dev.glimpse.evaluation.run.Grading;
import dev.glimpse.evaluation.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse eval compare`: two runs over the same questions.
@Command(
        name = "compare",
        description = {
            "Compares two runs over the same questions: which flipped, and whether the difference"
                    + " is more than chance (McNemar's test, exact).",
            "Questions that both runs have a row for count; each run was read by its own rules, or"
                    + " by the judge that has marked both."
        },
        footerHeading = "%nExamples:%n",
        footer = "  glimpse eval compare runs/q4 runs/q8 --data MMBench_DEV_EN.tsv")
public final class EvalCompareCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "A", description = "The folder of the first run.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The folder of the second run.")
    private Path second = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "The questions that both were asked.")
    private Path data = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write a page with the questions that flipped, their images and both answers.")
    private @Nullable Path html;

    @Option(
            names = "--judge-model",
            paramLabel = "NAME",
            description =
                    "The judge whose marks count, where several have marked both. Default: the only"
                            + " one.")
    private @Nullable String judge;

    @Option(names = "--json", description = "Print the comparison as one JSON object.")
    private boolean json;

    @Mixin private final QuietFlag quiet = new QuietFlag();

    EvalCompareCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        Map<String, String> before = RunFolder.configuration(first);
        Map<String, String> after = RunFolder.configuration(second);
        String digest = Fingerprint.sha256(data);
        for (String key : List.of("benchmark", "data_sha256", "absent_options")) {
            if (!before.getOrDefault(key, "").equals(after.getOrDefault(key, ""))) {
                throw CommandException.badInput(
                        "the runs differ in " + key + "; only runs over the same data compare");
            }
        }
        if (!digest.equals(before.get("data_sha256"))) {
            throw CommandException.badInput(
                    data + " is not the data of " + first + ": its SHA-256 is " + digest);
        }
        Benchmark benchmark = Benchmark.named(before.getOrDefault("benchmark", ""));
        ComparedRows rows = ComparedRows.of(first, second, Optional.ofNullable(judge));
        Comparison comparison =
                compare(benchmark, before.getOrDefault("absent_options", "raw"), rows);
        if (json) {
            surroundings.screen().line(ComparisonJson.of(comparison, rows.judge(), rows.notes()));
        } else {
            print(comparison);
            rows.judge().ifPresent(name -> surroundings.screen().line("by the marks of " + name));
            rows.notes().forEach(note -> surroundings.screen().line("note: " + note));
        }
        return ExitCode.OK.number();
    }

    private Comparison compare(Benchmark benchmark, String absent, ComparedRows rows) {
        var rules =
                new QuestionRules(benchmark.scorer().grouping(), AbsentText.named(absent))
                        .withAnswers(benchmark.answers());
        var file = QuestionFile.read(data, html == null ? rules.withoutImages() : rules);
        List<Question> all = file.questions();
        if (benchmark.scorer() == Benchmark.Scorer.CIRCULAR) {
            all = Rotations.complete(all);
        }
        Set<String> known = indexes(rows.first());
        known.retainAll(indexes(rows.second()));
        List<Question> shared =
                all.stream()
                        .filter(q -> known.contains(q.index()) && !q.answer().isEmpty())
                        .toList();
        if (shared.isEmpty()) {
            throw CommandException.badInput(
                    "no question has a row in both runs and a right answer in " + data);
        }
        var before = new Side(first.toString(), graded(shared, rows.first(), first), rows.first());
        var after =
                new Side(second.toString(), graded(shared, rows.second(), second), rows.second());
        var comparison = Comparison.of(benchmark.scorer(), before.graded(), after.graded());
        if (html != null) {
            ReportFiles.write(html, HtmlComparison.of(comparison, before, after, file.images()));
        }
        return comparison;
    }

    private static List<Graded> graded(List<Question> questions, List<AnswerRow> rows, Path run) {
        String cut = RunFolder.configuration(run).getOrDefault("cut", AnswerCut.NONE.id().name());
        return Grading.of(questions, rows, AnswerCut.named(cut));
    }

    private static Set<String> indexes(List<AnswerRow> rows) {
        return rows.stream().map(AnswerRow::index).collect(Collectors.toSet());
    }

    private void print(Comparison comparison) {
        Screen screen = surroundings.screen();
        screen.line(
                String.format(
                        Locale.ROOT,
                        "%d questions: both right %d, neither %d, only the first %d, only the"
                                + " second %d",
                        comparison.units(),
                        comparison.both(),
                        comparison.neither(),
                        comparison.onlyFirst().size(),
                        comparison.onlySecond().size()));
        screen.line(
                String.format(
                        Locale.ROOT,
                        "second less first: %+.4f points; p = %.4g (McNemar, exact)",
                        100 * comparison.difference(),
                        comparison.test().pValue()));
        list("only the first is right", comparison.onlyFirst());
        list("only the second is right", comparison.onlySecond());
    }

    private void list(String title, List<Comparison.Unit> units) {
        if (!units.isEmpty()) {
            String names =
                    units.stream().map(Comparison.Unit::name).collect(Collectors.joining(", "));
            surroundings.screen().line(Screen.harmless(title + ": " + names));
        }
    }
}
