package dev.glimpse.cli.inspect;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A GGUF file for people: metadata, tensors, totals by type. Long texts and arrays are shortened.
public final class GgufReport {
    private static final int MAX_TEXT = 72;
    private static final int MAX_ELEMENT = 24;
    private static final int MAX_ELEMENTS = 6;
    private static final double KIBI = 1024;

    private final Screen screen;

    public GgufReport(Screen screen) {
        this.screen = screen;
    }

    public void print(GgufFile file) {
        List<TypeTotal> totals = TypeTotal.of(file);
        section(
                file.path()
                        + ": GGUF version "
                        + file.version()
                        + ", "
                        + count(file.metadata().size(), "metadata entry", "metadata entries")
                        + ", "
                        + count(file.tensors().size(), "tensor", "tensors"));
        screen.line("");
        section("Metadata");
        table(
                file.metadata().entrySet().stream()
                        .map(e -> List.of(e.getKey(), e.getValue().typeName(), shown(e.getValue())))
                        .toList());
        screen.line("");
        section("Tensors");
        table(file.tensors().stream().map(GgufReport::row).toList());
        screen.line("");
        section("Totals by type");
        table(rows(totals));
    }

    private void section(String title) {
        screen.line(screen.toned(Tone.STRONG, Screen.harmless(title)));
    }

    private void table(List<List<String>> rows) {
        var table = Table.fitting(rows);
        for (List<String> row : rows) {
            screen.line("  " + Screen.harmless(table.aligned(row)));
        }
    }

    private static List<String> row(TensorInfo tensor) {
        return List.of(
                tensor.name(),
                tensor.type().name(),
                tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                size(tensor.bytes()));
    }

    private static List<List<String>> rows(List<TypeTotal> totals) {
        var rows = new ArrayList<List<String>>();
        for (TypeTotal total : totals) {
            rows.add(
                    List.of(
                            total.type().name(),
                            count(total.tensors(), "tensor", "tensors"),
                            grouped(total.weights()) + " weights",
                            size(total.bytes()),
                            String.format(
                                    Locale.ROOT, "%.2f bits a weight", total.bitsPerWeight())));
        }
        if (totals.size() > 1) {
            int tensors = totals.stream().mapToInt(TypeTotal::tensors).sum();
            long weights = totals.stream().mapToLong(TypeTotal::weights).sum();
            long bytes = totals.stream().mapToLong(TypeTotal::bytes).sum();
            rows.add(
                    List.of(
                            "all",
                            count(tensors, "tensor", "tensors"),
                            grouped(weights) + " weights",
                            size(bytes),
                            ""));
        }
        return rows;
    }

    static String shown(GgufValue value) {
        return switch (value) {
            case GgufValue.Int(GgufType type, long number) ->
                    type == GgufType.U64 ? Long.toUnsignedString(number) : Long.toString(number);
            case GgufValue.Real(GgufType type, double number) ->
                    type == GgufType.F32 ? Float.toString((float) number) : Double.toString(number);
            case GgufValue.Bool(boolean truth) -> Boolean.toString(truth);
            case GgufValue.Text(String text) -> quoted(text, MAX_TEXT);
            case GgufValue.Array(_, List<GgufValue> values) -> elements(values);
        };
    }

    private static String elements(List<GgufValue> values) {
        String first =
                values.stream()
                        .limit(MAX_ELEMENTS)
                        .map(value ->
                                value instanceof GgufValue.Text(String text)
                                        ? quoted(text, MAX_ELEMENT)
                                        : shown(value))
                        .collect(Collectors.joining(", "));
        int hidden = values.size() - MAX_ELEMENTS;
        return "[" + first + (hidden > 0 ? ", ... " + grouped(hidden) + " more]" : "]");
    }

    /// In quotes, on one line, at most `max` characters of it.
    private static String quoted(String text, int max) {
        int length = text.codePointCount(0, text.length());
        String start = length <= max ? text : text.substring(0, text.offsetByCodePoints(0, max));
        String oneLine =
                start.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t");
        return "\"" + oneLine + (length <= max ? "\"" : "\"... " + grouped(length - max) + " more");
    }

    private static String count(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String size(long bytes) {
        double kibi = bytes / KIBI;
        if (kibi < 1) {
            return bytes + " B";
        }
        if (kibi < KIBI) {
            return String.format(Locale.ROOT, "%.1f KiB", kibi);
        }
        double mebi = kibi / KIBI;
        return mebi < KIBI
                ? String.format(Locale.ROOT, "%.1f MiB", mebi)
                : String.format(Locale.ROOT, "%.2f GiB", mebi / KIBI);
    }
}
