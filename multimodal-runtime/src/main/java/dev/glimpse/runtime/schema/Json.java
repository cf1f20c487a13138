package dev.glimpse.runtime.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// A JSON value. Immutable.
sealed interface Json {
    /// Members in the order in which they were written.
    record Members(Map<String, Json> members) implements Json {}

    record Items(List<Json> items) implements Json {}

    record Text(String value) implements Json {}

    /// A number as it was written.
    record Numeral(String digits) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /// The name of its type in a schema: `object`, `array`, `string`, `number`, `boolean`, `null`.
    default String type() {
        return switch (this) {
            case Members _ -> "object";
            case Items _ -> "array";
            case Text _ -> "string";
            case Numeral _ -> "number";
            case Bool _ -> "boolean";
            case Null _ -> "null";
        };
    }

    /// The value as JSON without spaces.
    default String write() {
        return switch (this) {
            case Members(Map<String, Json> members) -> {
                var text = new StringJoiner(",", "{", "}");
                members.forEach((name, value) -> text.add(quote(name) + ":" + value.write()));
                yield text.toString();
            }
            case Items(List<Json> items) -> {
                var text = new StringJoiner(",", "[", "]");
                items.forEach(item -> text.add(item.write()));
                yield text.toString();
            }
            case Text(String value) -> quote(value);
            case Numeral(String digits) -> digits;
            case Bool(boolean value) -> String.valueOf(value);
            case Null _ -> "null";
        };
    }

    /// A text in quotes, with what must be escaped escaped.
    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(escape(c)));
        return quoted.append('"').toString();
    }

    /// A character as it stands within quotes.
    static String escape(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default ->
                    character < 0x20 || isHalf(character)
                            ? String.format(Locale.ROOT, "\\u%04x", character)
                            : Character.toString(character);
        };
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
