package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.grade.Confusion;
import dev.glimpse.evaluation.grade.Consistency;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.grade.MmeScore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as one page of HTML that loads nothing: scores with intervals as bars, confusion of
/// answers, consistency, cost, rules, and the wrong answers with their images to page through.
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
        String title = score.rules().benchmark().id().name() + " " + model();
        html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width\">")
                .element("title", title)
                .raw("<style>" + resource("report.css") + "</style></head><body><main>")
                .element("h1", title);
        headline(score);
        measures(score.measures());
        score.mme().ifPresent(this::mme);
        confusion(score.confusion());
        consistency(score.consistency());
        cost();
        pairs("Rules", score.rules().names());
        pairs("What was asked", report.about());
        report.notes().forEach(note -> html.element("p", "note: " + note));
        new WrongAnswers(report, images).write(html, score.graded());
        return html.raw("</main><script>" + resource("report.js") + "</script></body></html>\n")
                .toString();
    }

    private String model() {
        return report.about().getOrDefault("model", "");
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
    }

    private void measures(List<Measure> measures) {
        html.element("h2", "Scores").raw("<table class=\"bars\">");
        String before = "";
        for (Measure measure : measures) {
            String name = measure.name() + " " + measure.scope().split();
            if (!name.equals(before)) {
                html.raw("<tr><th colspan=\"4\">").text(name).raw("</th></tr>");
                before = name;
            }
            html.raw("<tr class=\"" + level(measure) + "\">")
                    .element("td", measure.scope().label())
                    .element("td", measure.accuracy().right() + " of " + measure.accuracy().total())
                    .element("td", percent(measure.accuracy().fraction()));
            bar(measure);
            html.raw("</tr>");
        }
        html.raw("</table>");
    }

    private static String level(Measure measure) {
        return measure.scope().level().name().toLowerCase(Locale.ROOT);
    }

    /// A bar to the accuracy with a whisker over its interval.
    private void bar(Measure measure) {
        double low = 100 * measure.interval().low();
        double high = 100 * measure.interval().high();
        html.raw(
                String.format(
                        Locale.ROOT,
                        "<td><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">"
                                + "<rect class=\"all\" width=\"100\" height=\"10\"/>"
                                + "<rect class=\"share\" width=\"%.2f\" height=\"10\"/>"
                                + "<rect class=\"whisker\" x=\"%.2f\" y=\"4\" width=\"%.2f\""
                                + " height=\"2\"/></svg></td>",
                        100 * measure.accuracy().fraction(),
                        low,
                        high - low));
    }

    private void mme(MmeScore mme) {
        html.element("h2", "MME").raw("<table>");
        mme.tasks().forEach(task -> row(task.name(), percent(task.score() / 100)));
        row("Perception", percent(mme.perception() / 100));
        row("Cognition", percent(mme.cognition() / 100));
        row("Total", percent((mme.perception() + mme.cognition()) / 100));
        html.raw("</table>");
    }

    private void confusion(Confusion confusion) {
        html.element("h2", "Answers given, by right answer").raw("<table><tr><th></th>");
        confusion.labels().forEach(label -> html.element("th", label));
        html.raw("</tr>");
        for (String right : confusion.labels()) {
            int all = confusion.labels().stream().mapToInt(g -> confusion.count(right, g)).sum();
            if (all == 0) {
                continue;
            }
            html.raw("<tr>").element("th", right);
            for (String given : confusion.labels()) {
                int count = confusion.count(right, given);
                double shade = (double) count / all;
                html.raw(
                                String.format(
                                        Locale.ROOT,
                                        "<td style=\"background:rgb(58 110 165 / %.3f)\">",
                                        0.7 * shade))
                        .text(String.valueOf(count))
                        .raw("</td>");
            }
            html.raw("</tr>");
        }
        html.raw("<tr>").element("th", "given");
        confusion
                .labels()
                .forEach(label -> html.element("td", String.valueOf(confusion.given(label))));
        html.raw("</tr></table>");
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
        html.element("h2", "Cost")
                .element(
                        "p",
                        String.format(
                                Locale.ROOT,
                                "%d questions, %.1f s of answering, %.3f s a question; %d tokens"
                                        + " of prompts, %d of answers.",
                                report.rows().size(),
                                report.seconds(),
                                report.seconds() / report.rows().size(),
                                report.promptTokens(),
                                report.completionTokens()));
    }

    private void pairs(String title, Map<String, String> values) {
        html.element("h2", title).raw("<table>");
        values.forEach(this::row);
        html.raw("</table>");
    }

    private void row(String name, String value) {
        html.raw("<tr>").element("th", name).element("td", value).raw("</tr>");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
