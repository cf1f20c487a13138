package dev.glimpse.runtime.jinja;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The filter `tojson` as `transformers` has it: Python's `json.dumps` that keeps Unicode.
final class Json {
    private final TextBuilder to;
    private final int indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final boolean ascii;

    private Json(TextBuilder to, Arguments arguments) {
        this.to = to;
        this.ascii = arguments.flag(9, "ensure_ascii", false);
        this.indent =
                arguments
                        .find(0, "indent")
                        .filter(value -> !(value instanceof Value.None))
                        .map(value -> Math.clamp(Operators.integer(value), 0, 16))
                        .orElse(-1);
        var separators =
                arguments
                        .find(9, "separators")
                        .filter(Value.Sequence.class::isInstance)
                        .map(value -> ((Value.Sequence) value).items())
                        .filter(items -> items.size() == 2)
                        .orElse(List.of(Text.of(indent < 0 ? ", " : ","), Text.of(": ")));
        this.itemSeparator = Arguments.text(separators.getFirst()).value();
        this.keySeparator = Arguments.text(separators.getLast()).value();
        this.sorted = arguments.flag(9, "sort_keys", false);
    }

    static Text write(Value value, Arguments arguments, Budget budget) {
        var builder = new TextBuilder(budget);
        new Json(builder, arguments).write(value, 1);
        return builder.build();
    }

    private void write(Value value, int depth) {
        to.budget().steps(1);
        switch (value) {
            case Text text -> string(text);
            case Value.None _ -> to.append("null");
            case Value.Bool bool -> to.append(bool.value() ? "true" : "false");
            case Value.Int number -> to.append(Long.toString(number.value()));
            case Value.Real number -> to.append(Printer.real(number.value()));
            case Value.Sequence sequence -> sequence(sequence.items(), depth);
            case Value.Mapping mapping -> mapping(mapping, depth);
            case Value.Undefined _, Value.Namespace _, Value.Callable _ ->
                    throw JinjaException.failed(
                            Operators.typeName(value) + " cannot be written as JSON");
        }
    }

    private void sequence(List<Value> items, int depth) {
        to.append("[");
        for (int i = 0; i < items.size(); i++) {
            separate(i, depth);
            write(items.get(i), depth + 1);
        }
        end(items.isEmpty(), depth, "]");
    }

    private void mapping(Value.Mapping mapping, int depth) {
        to.append("{");
        var entries = List.copyOf(mapping.entries().entrySet());
        if (sorted) {
            entries =
                    entries.stream()
                            .sorted(
                                    Comparator.comparing((Map.Entry<Value, Value> entry) ->
                                            Printer.print(entry.getKey(), to.budget()).value()))
                            .toList();
        }
        for (int i = 0; i < entries.size(); i++) {
            separate(i, depth);
            string(Printer.print(entries.get(i).getKey(), to.budget()));
            to.append(keySeparator);
            write(entries.get(i).getValue(), depth + 1);
        }
        end(entries.isEmpty(), depth, "}");
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            to.append(itemSeparator);
        }
        lineBreak(depth);
    }

    private void end(boolean empty, int depth, String bracket) {
        if (!empty) {
            lineBreak(depth - 1);
        }
        to.append(bracket);
    }

    private void lineBreak(int depth) {
        if (indent >= 0) {
            to.append("\n" + " ".repeat(Math.min(depth, 1000) * indent));
        }
    }

    private void string(Text text) {
        to.append("\"");
        to.append(text.mapCharacters(to.budget(), this::escape));
        to.append("\"");
    }

    private String escape(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> {
                var unit = Character.toString(c);
                if (c >= 0x20 && (!ascii || c < 0x7f)) {
                    yield unit;
                }
                var escaped = new StringBuilder();
                unit.chars()
                        .forEach(half ->
                                escaped.append(String.format(Locale.ROOT, "\\u%04x", half)));
                yield escaped.toString();
            }
        };
    }
}
