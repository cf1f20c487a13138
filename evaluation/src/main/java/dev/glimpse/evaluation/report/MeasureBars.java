package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.grade.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Accuracies as bars with a whisker over their interval; the first measure open, others folded.
final class MeasureBars {
    private MeasureBars() {}

    static void write(Html html, List<Measure> measures) {
        Map<String, List<Measure>> byName = new LinkedHashMap<>();
        for (Measure measure : measures) {
            String name = (measure.name() + " " + measure.scope().split()).strip();
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(measure);
        }
        html.element("h2", "Scores");
        boolean first = true;
        for (var entry : byName.entrySet()) {
            Measure overall = entry.getValue().getFirst();
            html.raw(first ? "<details open>" : "<details>")
                    .raw("<summary>")
                    .text(
                            String.format(
                                    Locale.ROOT,
                                    "%s %.2f",
                                    entry.getKey(),
                                    100 * overall.accuracy().fraction()))
                    .raw("</summary><table class=\"bars\">");
            entry.getValue().forEach(measure -> row(html, measure));
            html.raw("</table></details>");
            first = false;
        }
    }

    private static void row(Html html, Measure measure) {
        html.raw("<tr class=\"" + measure.scope().level().name().toLowerCase(Locale.ROOT) + "\">")
                .raw("<td title=\"")
                .text(measure.scope().category())
                .raw("\">")
                .text(measure.scope().label())
                .raw("</td>")
                .element("td", measure.accuracy().rightText() + " of " + measure.accuracy().total())
                .element(
                        "td",
                        String.format(Locale.ROOT, "%.2f", 100 * measure.accuracy().fraction()));
        double low = 100 * measure.interval().low();
        double high = 100 * measure.interval().high();
        html.raw(
                String.format(
                        Locale.ROOT,
                        "<td title=\"95%% interval %.2f to %.2f\">"
                                + "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">"
                                + "<rect class=\"all\" width=\"100\" height=\"10\"/>"
                                + "<rect class=\"share\" width=\"%.2f\" height=\"10\"/>"
                                + "<rect class=\"whisker\" x=\"%.2f\" y=\"4\" width=\"%.2f\""
                                + " height=\"2\"/></svg></td></tr>",
                        low,
                        high,
                        100 * measure.accuracy().fraction(),
                        low,
                        high - low));
    }
}
