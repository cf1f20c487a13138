package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.Figure;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.grade.Consistency;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.grade.MmeScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as one page of HTML that loads nothing: scores with intervals as bars, the wrong
/// answers with their images to page through, confusion of answers, consistency, cost, rules.
public final class HtmlReport {
    private final Report report;
    private final Html html = new Html();

    private HtmlReport(Report report) {
        this.report = report;
    }

    /// The page.
    ///
    /// @param images has those of the report's questions
    public static String of(Report report, QuestionImages images) {
        return new HtmlReport(report).page(images);
    }

    private String page(QuestionImages images) {
        Score score = report.score();
        String model = report.about().getOrDefault("model", "");
        String title = score.rules().benchmark().id().name() + " " + model;
        headline(score);
        report.notes().forEach(note -> html.element("p", "note: " + note));
        MeasureBars.write(html, score.measures());
        score.mme().ifPresent(this::mme);
        figures(score.figures());
        wrong(score.graded(), images);
        ConfusionTable.write(html, score.confusion());
        consistency(score.consistency());
        cost();
        pairs("Rules", score.rules().names());
        pairs("What was asked", asked(score.rules().names()));
        return HtmlPage.of(title, html);
    }

    private void headline(Score score) {
        Measure overall = score.overall();
        html.raw("<p class=\"headline\">")
                .text(percent(overall.accuracy().fraction()) + "%")
                .raw(" <small>")
                .text(
                        overall.name()
                                + ", 95% interval "
                                + percent(overall.interval().low())
                                + " to "
                                + percent(overall.interval().high())
                                + "; "
                                + score.graded().size()
                                + " rows, "
                                + score.failed()
                                + " failed, "
                                + score.unread()
                                + " unread")
                .raw("</small></p>");
        if (score.rules().by() == AnswerBy.LOG_PROBABILITY) {
            html.element(
                    "p",
                    "Answers are the letters the model takes for the likeliest; nothing was"
                            + " written. Scores of written answers do not compare.");
        }
    }

    private void mme(MmeScore mme) {
        html.element("h2", "MME").raw("<table>");
        mme.tasks().forEach(task -> row(task.name(), percent(task.score() / 100)));
        row("Perception", percent(mme.perception() / 100));
        row("Cognition", percent(mme.cognition() / 100));
        row("Total", percent((mme.perception() + mme.cognition()) / 100));
        html.raw("</table>");
    }

    private void figures(List<Figure> figures) {
        if (!figures.isEmpty()) {
            html.element("h2", "Over all answers").raw("<table>");
            figures.forEach(figure ->
                    row(figure.name(), String.format(Locale.ROOT, "%.4f", figure.value())));
            html.raw("</table>");
        }
    }

    private void wrong(List<Graded> graded, QuestionImages images) {
        var texts = new AnswerTexts(report.rows());
        List<QuestionCards.Card> cards =
                graded.stream()
                        .filter(one -> !one.right())
                        .map(one ->
                                new QuestionCards.Card(one.question(), List.of(texts.of("", one))))
                        .toList();
        html.element("h2", "Wrong answers")
                .element(
                        "p",
                        cards.size()
                                + " of "
                                + graded.size()
                                + " rows; shown: "
                                + Math.min(cards.size(), QuestionCards.MAX_SHOWN));
        new QuestionCards(images).write(html, cards);
    }

    private void consistency(Consistency consistency) {
        if (consistency.groups() > 0) {
            html.element("h2", "Rotations")
                    .element(
                            "p",
                            "The same option in all rotations in "
                                    + consistency.consistent()
                                    + " of "
                                    + consistency.groups()
                                    + " questions; in "
                                    + consistency.consistentlyWrong()
                                    + " of them a wrong one.");
        }
    }

    private void cost() {
        if (report.rows().isEmpty()) {
            return;
        }
        html.element("h2", "Cost and speed").raw("<table>");
        row("questions", String.valueOf(report.rows().size()));
        row("seconds of answering", number(report.seconds()));
        row("seconds a question: mean", number(report.seconds() / report.rows().size()));
        row("median", number(report.secondsAt(0.5)));
        row("95% within", number(report.secondsAt(0.95)));
        row("tokens of prompts", String.valueOf(report.promptTokens()));
        row("tokens of answers", String.valueOf(report.completionTokens()));
        html.raw("</table>");
    }

    /// Without the rules, which are told apart.
    private Map<String, String> asked(Map<String, String> rules) {
        var asked = new LinkedHashMap<>(report.about());
        asked.keySet().removeAll(rules.keySet());
        return asked;
    }

    private void pairs(String title, Map<String, String> values) {
        html.element("h2", title).raw("<table>");
        values.forEach(this::row);
        html.raw("</table>");
    }

    private void row(String name, String value) {
        html.raw("<tr>").element("th", name).element("td", value).raw("</tr>");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
