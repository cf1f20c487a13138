package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The methods of Python's `str` that templates call.
final class TextMethods {
    /// A method of a text.
    @FunctionalInterface
    interface Method {
        Value call(Text text, Arguments arguments, Budget budget);
    }

    static final Map<String, Method> BY_NAME =
            Map.ofEntries(
                    Map.entry("strip", (t, a, _) -> t.strip(a.string(0, "chars", ""), true, true)),
                    Map.entry(
                            "lstrip", (t, a, _) -> t.strip(a.string(0, "chars", ""), true, false)),
                    Map.entry(
                            "rstrip", (t, a, _) -> t.strip(a.string(0, "chars", ""), false, true)),
                    Map.entry("upper", (t, _, b) -> t.upper(b)),
                    Map.entry("lower", (t, _, b) -> t.lower(b)),
                    Map.entry("title", (t, _, b) -> title(t, b)),
                    Map.entry("capitalize", (t, _, b) -> capitalize(t, b)),
                    Map.entry("startswith", (t, a, _) -> edge(t, a, true)),
                    Map.entry("endswith", (t, a, _) -> edge(t, a, false)),
                    Map.entry("split", (t, a, b) -> split(t, a, b, false)),
                    Map.entry("rsplit", (t, a, b) -> split(t, a, b, true)),
                    Map.entry("splitlines", (t, _, b) -> splitLines(t, b)),
                    Map.entry("replace", TextMethods::replace),
                    Map.entry(
                            "join",
                            (t, a, b) -> join(t, Operators.items(a.require(0, "iterable"), b), b)),
                    Map.entry("find", (t, a, b) -> find(t, a, b)),
                    Map.entry("count", (t, a, b) -> count(t, a, b)),
                    Map.entry("format", Formats::braces),
                    Map.entry("isdigit", (t, _, _) -> matches(t, "\\p{Nd}+")),
                    Map.entry("isalpha", (t, _, _) -> matches(t, "\\p{L}+")),
                    Map.entry("isalnum", (t, _, _) -> matches(t, "[\\p{L}\\p{Nd}]+")),
                    Map.entry(
                            "isspace",
                            (t, _, _) ->
                                    new Value.Bool(
                                            !t.isEmpty() && t.strip("", true, true).isEmpty())),
                    Map.entry("removeprefix", (t, a, _) -> remove(t, a, true)),
                    Map.entry("removesuffix", (t, a, _) -> remove(t, a, false)));

    private TextMethods() {}

    private static Value matches(Text text, String pattern) {
        return new Value.Bool(text.value().matches(pattern));
    }

    private static Value edge(Text text, Arguments arguments, boolean start) {
        var argument = arguments.require(0, "prefix");
        var candidates =
                argument instanceof Value.Sequence sequence ? sequence.items() : List.of(argument);
        return new Value.Bool(
                candidates.stream()
                        .map(Arguments::text)
                        .anyMatch(candidate ->
                                start
                                        ? text.value().startsWith(candidate.value())
                                        : text.value().endsWith(candidate.value())));
    }

    private static Value remove(Text text, Arguments arguments, boolean start) {
        if (!((Value.Bool) edge(text, arguments, start)).value()) {
            return text;
        }
        int length = Arguments.text(arguments.require(0, "prefix")).size();
        return start
                ? text.substring(length, text.size())
                : text.substring(0, text.size() - length);
    }

    private static Value replace(Text text, Arguments arguments, Budget budget) {
        return text.replace(
                Arguments.text(arguments.require(0, "old")),
                Arguments.text(arguments.require(1, "new")),
                arguments.integer(2, "count", -1),
                budget);
    }

    private static Value find(Text text, Arguments arguments, Budget budget) {
        var other = Arguments.text(arguments.require(0, "sub"));
        text.chargeSearch(other, budget);
        int at = text.find(other, 0);
        return new Value.Int(at < 0 ? -1 : text.value().codePointCount(0, at));
    }

    private static Value count(Text text, Arguments arguments, Budget budget) {
        var other = Arguments.text(arguments.require(0, "sub"));
        return new Value.Int(separate(text, other, Long.MAX_VALUE, budget).size() - 1);
    }

    private static Value split(Text text, Arguments arguments, Budget budget, boolean fromRight) {
        long limit = arguments.integer(1, "maxsplit", -1);
        long splits = limit < 0 ? Long.MAX_VALUE : limit;
        var separator = arguments.find(0, "sep").filter(value -> !(value instanceof Value.None));
        budget.characters(text.size());
        if (separator.isEmpty()) {
            if (fromRight && limit >= 0) {
                throw JinjaException.failed("rsplit() with a limit needs a separator");
            }
            return new Value.Sequence(List.copyOf(words(text, splits, budget)));
        }
        var mark = Arguments.text(separator.get());
        var parts = separate(text, mark, fromRight ? Long.MAX_VALUE : splits, budget);
        if (fromRight && parts.size() - 1 > splits) {
            var kept = parts.subList(parts.size() - (int) splits, parts.size());
            int length = kept.stream().mapToInt(part -> part.size() + mark.size()).sum();
            parts = new ArrayList<>(kept);
            parts.addFirst(text.substring(0, text.size() - length));
        }
        return new Value.Sequence(List.copyOf(parts));
    }

    private static List<Text> separate(Text text, Text separator, long splits, Budget budget) {
        text.chargeSearch(separator, budget);
        if (separator.isEmpty()) {
            throw JinjaException.failed("the separator is empty");
        }
        var parts = new ArrayList<Text>();
        int from = 0;
        for (int at = text.find(separator, 0);
                at >= 0 && parts.size() < splits;
                at = text.find(separator, from)) {
            budget.steps(1);
            parts.add(text.substring(from, at));
            from = at + separator.size();
        }
        parts.add(text.substring(from, text.size()));
        return parts;
    }

    private static List<Text> words(Text text, long splits, Budget budget) {
        var parts = new ArrayList<Text>();
        int end = text.size();
        for (int at = afterSpace(text, 0); at < end; ) {
            budget.steps(1);
            if (parts.size() == splits) {
                parts.add(text.substring(at, end));
                return parts;
            }
            int from = at;
            while (at < end && !Text.isSpace(text.value().charAt(at))) {
                at++;
            }
            parts.add(text.substring(from, at));
            at = afterSpace(text, at);
        }
        return parts;
    }

    private static int afterSpace(Text text, int from) {
        int at = from;
        while (at < text.size() && Text.isSpace(text.value().charAt(at))) {
            at++;
        }
        return at;
    }

    private static Value splitLines(Text text, Budget budget) {
        var lines = new ArrayList<Value>(separate(text, Text.of("\n"), Long.MAX_VALUE, budget));
        if (((Text) lines.getLast()).isEmpty()) {
            lines.removeLast();
        }
        return new Value.Sequence(lines);
    }

    static Text join(Text separator, List<Value> items, Budget budget) {
        var builder = new TextBuilder(budget);
        for (int i = 0; i < items.size(); i++) {
            budget.steps(1);
            if (i > 0) {
                builder.append(separator);
            }
            builder.append(Printer.print(items.get(i), budget));
        }
        return builder.build();
    }

    static Text capitalize(Text text, Budget budget) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.value().offsetByCodePoints(0, 1);
        return new TextBuilder(budget)
                .append(text.substring(0, first).upper(budget))
                .append(text.substring(first, text.size()).lower(budget))
                .build();
    }

    /// The first letter of each run of letters is a capital.
    static Text title(Text text, Budget budget) {
        var builder = new TextBuilder(budget);
        boolean within = false;
        for (var character : text.characters(budget)) {
            boolean letter = Character.isLetter(character.value().codePointAt(0));
            builder.append(within ? character.lower(budget) : character.upper(budget));
            within = letter;
        }
        return builder.build();
    }
}
