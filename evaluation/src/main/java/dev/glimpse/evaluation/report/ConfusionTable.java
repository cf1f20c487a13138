package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.grade.Confusion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which answer was given where which was right, and whether one is given for its place.
final class ConfusionTable {
    private ConfusionTable() {}

    static void write(Html html, Confusion confusion) {
        if (confusion.labels().isEmpty()) {
            return;
        }
        html.element("h2", "Answers given, by right answer");
        bias(html, confusion);
        html.raw("<div class=\"wide\"><table class=\"grid\"><tr><th>right \\ given</th>");
        confusion.labels().forEach(label -> html.element("th", label));
        html.raw("<th>all</th></tr>");
        for (String right : confusion.labels()) {
            if (isRight(confusion, right) > 0) {
                row(html, confusion, right);
            }
        }
        html.raw("<tr>").element("th", "given");
        confusion
                .labels()
                .forEach(label -> html.element("td", String.valueOf(confusion.given(label))));
        html.element("td", String.valueOf(all(confusion))).raw("</tr></table></div>");
    }

    /// A sentence and two bars for each answer: how often it was given, and was right.
    private static void bias(Html html, Confusion confusion) {
        int all = all(confusion);
        String most =
                confusion.labels().stream()
                        .max(Comparator.comparingInt(confusion::given))
                        .orElseThrow();
        html.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "Given most: %s, in %.1f%% of rows; right in %.1f%%.",
                        most,
                        100.0 * confusion.given(most) / all,
                        100.0 * isRight(confusion, most) / all));
        html.raw("<table class=\"bars bias\">");
        for (String label : confusion.labels()) {
            html.raw("<tr>").element("th", label);
            bar(html, "share", "given", (double) confusion.given(label) / all);
            bar(html, "gold", "right", (double) isRight(confusion, label) / all);
            html.raw("</tr>");
        }
        html.raw("</table>");
    }

    private static void bar(Html html, String shade, String name, double share) {
        html.raw(
                String.format(
                        Locale.ROOT,
                        "<td>%s %.1f%%<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">"
                                + "<rect class=\"all\" width=\"100\" height=\"10\"/>"
                                + "<rect class=\"%s\" width=\"%.2f\" height=\"10\"/></svg></td>",
                        name,
                        100 * share,
                        shade,
                        100 * share));
    }

    private static void row(Html html, Confusion confusion, String right) {
        int all = isRight(confusion, right);
        html.raw("<tr>").element("th", right);
        for (String given : confusion.labels()) {
            int count = confusion.count(right, given);
            String shade =
                    String.format(
                            Locale.ROOT,
                            "<td style=\"background:rgb(58 110 165 / %.3f)\">",
                            0.7 * count / all);
            html.raw(shade).text(String.valueOf(count)).raw("</td>");
        }
        html.element("td", String.valueOf(all)).raw("</tr>");
    }

    private static int isRight(Confusion confusion, String label) {
        return confusion.labels().stream().mapToInt(given -> confusion.count(label, given)).sum();
    }

    private static int all(Confusion confusion) {
        List<String> labels = confusion.labels();
        return labels.stream().mapToInt(label -> isRight(confusion, label)).sum();
    }
}
