package dev.glimpse.runtime.jinja;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/// Writes values as Python's `str` and `repr` do.
final class Printer {
    private Printer() {}

    static Text print(Value value, Budget budget) {
        if (value instanceof Text text) {
            return text;
        }
        if (value instanceof Value.Undefined) {
            return Text.EMPTY;
        }
        var builder = new TextBuilder(budget);
        repr(value, builder);
        return builder.build();
    }

    private static void repr(Value value, TextBuilder to) {
        to.budget().steps(1);
        switch (value) {
            case Text text -> quoted(text, to);
            case Value.Undefined _ -> to.append("Undefined");
            case Value.None _ -> to.append("None");
            case Value.Bool bool -> to.append(bool.value() ? "True" : "False");
            case Value.Int number -> to.append(Long.toString(number.value()));
            case Value.Real number -> to.append(real(number.value()));
            case Value.Sequence sequence -> sequence(sequence, to);
            case Value.Mapping mapping -> mapping(mapping, to);
            case Value.Namespace _ -> to.append("<Namespace>");
            case Value.Callable _ -> to.append("<function>");
        }
    }

    private static void sequence(Value.Sequence sequence, TextBuilder to) {
        to.append(sequence.tuple() ? "(" : "[");
        for (Iterator<Value> items = sequence.items().iterator(); items.hasNext(); ) {
            repr(items.next(), to);
            if (items.hasNext()) {
                to.append(", ");
            } else if (sequence.tuple() && sequence.items().size() == 1) {
                to.append(",");
            }
        }
        to.append(sequence.tuple() ? ")" : "]");
    }

    private static void mapping(Value.Mapping mapping, TextBuilder to) {
        to.append("{");
        for (Iterator<Map.Entry<Value, Value>> entries = mapping.entries().entrySet().iterator();
                entries.hasNext(); ) {
            var entry = entries.next();
            repr(entry.getKey(), to);
            to.append(": ");
            repr(entry.getValue(), to);
            if (entries.hasNext()) {
                to.append(", ");
            }
        }
        to.append("}");
    }

    private static void quoted(Text text, TextBuilder to) {
        boolean single = text.value().contains("'") && !text.value().contains("\"");
        var quote = single ? "\"" : "'";
        to.append(quote);
        to.append(
                text.mapCharacters(
                        to.budget(),
                        c ->
                                switch (c) {
                                    case '\\' -> "\\\\";
                                    case '\n' -> "\\n";
                                    case '\r' -> "\\r";
                                    case '\t' -> "\\t";
                                    case '\'' -> single ? "'" : "\\'";
                                    default ->
                                            c < 0x20 || c == 0x7f
                                                    ? String.format(Locale.ROOT, "\\x%02x", c)
                                                    : Character.toString(c);
                                }));
        to.append(quote);
    }

    /// Python's shortest form: plain from 1e-4 to below 1e16, else with an exponent.
    static String real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size == 0 || (size >= 1e-4 && size < 1e16)) {
            var plain = new BigDecimal(Double.toString(value)).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var digits = Double.toString(value).replace(".0E", "E");
        int exponent = Integer.parseInt(digits.substring(digits.indexOf('E') + 1));
        return digits.substring(0, digits.indexOf('E'))
                + (exponent < 0 ? "e-" : "e+")
                + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }
}
