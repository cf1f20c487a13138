package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import dev.glimpse.evaluation.benchmark.Comparison;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// Several files of a model side by side: score, speed, memory, and whether each differs from the
/// first by more than chance.
public final class QuantTable {
    private static final double MEBIBYTE = 1 << 20;
    private static final List<String> HEADER =
            List.of(
                    "model",
                    "MiB",
                    "right",
                    "total",
                    "percent",
                    "95% interval",
                    "difference",
                    "p",
                    "s a question",
                    "tokens/s",
                    "peak MiB");

    private final List<Row> rows = new ArrayList<>();

    /// One file's run.
    ///
    /// @param name the file's
    /// @param fileBytes its size
    /// @param peak memory of the process, where it is known
    public record Row(String name, long fileBytes, Report report, OptionalLong peak) {}

    /// Adds a run; the first is what others are compared with.
    public void add(Row row) {
        rows.add(row);
    }

    /// Header and cells.
    List<List<String>> cells() {
        var cells = new ArrayList<List<String>>();
        cells.add(HEADER);
        rows.forEach(row -> cells.add(cells(row)));
        return cells;
    }

    private List<String> cells(Row row) {
        Report report = row.report();
        Measure overall = report.score().overall();
        Comparison comparison = againstFirst(report);
        boolean first = row.equals(rows.getFirst());
        double seconds = report.seconds();
        return List.of(
                row.name(),
                number("%.1f", row.fileBytes() / MEBIBYTE),
                overall.accuracy().rightText(),
                String.valueOf(overall.accuracy().total()),
                number("%.2f", 100 * overall.accuracy().fraction()),
                number("%.2f", 100 * overall.interval().low())
                        + " to "
                        + number("%.2f", 100 * overall.interval().high()),
                first ? "" : number("%+.2f", 100 * comparison.difference()),
                first ? "" : number("%.4g", comparison.test().pValue()),
                number("%.3f", report.secondsAt(0.5)),
                seconds == 0 ? "" : number("%.1f", report.completionTokens() / seconds),
                row.peak().isPresent()
                        ? number("%.0f", row.peak().getAsLong() / MEBIBYTE)
                        : "unknown");
    }

    /// Prints it.
    public void print(Screen screen) {
        List<List<String>> cells = cells();
        var table = Table.fitting(cells);
        for (List<String> row : cells) {
            String line = screen.outIsTerminal() ? table.aligned(row) : Table.separated(row);
            Tone tone = row.equals(HEADER) ? Tone.STRONG : Tone.PLAIN;
            screen.line(screen.toned(tone, Screen.harmless(line)));
        }
        screen.line(
                "difference in points and p (paired, exact) are against the first; seconds are the"
                        + " median; memory is the process's");
    }

    /// As CSV.
    public String csv() {
        var text = new StringBuilder();
        for (List<String> row : cells()) {
            text.append(String.join(",", row.stream().map(QuantTable::cell).toList())).append('\n');
        }
        return text.toString();
    }

    /// As one JSON object: `runs` in order, percent and differences in points; what is not known is
    /// left out.
    public String json() {
        return JsonText.object(object -> {
            object.writeArrayPropertyStart("runs");
            rows.forEach(row -> write(object, row));
            object.writeEndArray();
        });
    }

    private void write(JsonGenerator object, Row row) {
        Report report = row.report();
        Measure overall = report.score().overall();
        object.writeStartObject();
        object.writeStringProperty("model", row.name());
        object.writeNumberProperty("file_bytes", row.fileBytes());
        object.writeNumberProperty("total", overall.accuracy().total());
        object.writeNumberProperty("percent", 100 * overall.accuracy().fraction());
        object.writeNumberProperty("percent_low", 100 * overall.interval().low());
        object.writeNumberProperty("percent_high", 100 * overall.interval().high());
        if (!row.equals(rows.getFirst())) {
            Comparison comparison = againstFirst(report);
            object.writeNumberProperty("difference", 100 * comparison.difference());
            object.writeNumberProperty("p", comparison.test().pValue());
        }
        object.writeNumberProperty("seconds_a_question", report.secondsAt(0.5));
        if (report.seconds() > 0) {
            object.writeNumberProperty(
                    "tokens_a_second", report.completionTokens() / report.seconds());
        }
        row.peak().ifPresent(bytes -> object.writeNumberProperty("peak_bytes", bytes));
        object.writeEndObject();
    }

    private Comparison againstFirst(Report report) {
        return Comparison.of(
                report.score().rules().benchmark().scorer(),
                rows.getFirst().report().score().graded(),
                report.score().graded());
    }

    private static String cell(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
