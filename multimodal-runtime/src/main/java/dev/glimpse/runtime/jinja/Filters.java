package dev.glimpse.runtime.jinja;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Jinja's filters: what can follow `|`. Those over lists are in [ListFilters].
final class Filters {
    /// A filter of a value.
    @FunctionalInterface
    interface Filter {
        Value apply(Value value, Arguments arguments, Budget budget);
    }

    static final Map<String, Filter> BY_NAME =
            Map.ofEntries(
                    Map.entry("abs", (v, _, _) -> absolute(v)),
                    Map.entry("capitalize", (v, _, b) -> TextMethods.capitalize(print(v, b), b)),
                    Map.entry("count", (v, _, _) -> new Value.Int(Operators.length(v))),
                    Map.entry("d", (v, a, _) -> fallback(v, a)),
                    Map.entry("default", (v, a, _) -> fallback(v, a)),
                    Map.entry("dictsort", ListFilters::dictSort),
                    Map.entry("first", (v, _, b) -> ListFilters.end(v, true, b)),
                    Map.entry("float", (v, a, b) -> toReal(v, a, b)),
                    Map.entry(
                            "format",
                            (v, a, b) -> Formats.percent(Arguments.text(v), a.positional(), b)),
                    Map.entry("indent", (v, a, b) -> indent(print(v, b), a, b)),
                    Map.entry("int", (v, a, b) -> toInteger(v, a, b)),
                    Map.entry("items", (v, _, b) -> ListFilters.pairs(v, b)),
                    Map.entry("join", ListFilters::join),
                    Map.entry("last", (v, _, b) -> ListFilters.end(v, false, b)),
                    Map.entry("length", (v, _, _) -> new Value.Int(Operators.length(v))),
                    Map.entry("list", (v, _, b) -> new Value.Sequence(Operators.items(v, b))),
                    Map.entry("lower", (v, _, b) -> print(v, b).lower(b)),
                    Map.entry("map", ListFilters::map),
                    Map.entry(
                            "max",
                            (v, _, b) -> ListFilters.extreme(v, Comparator.naturalOrder(), b)),
                    Map.entry(
                            "min",
                            (v, _, b) -> ListFilters.extreme(v, Comparator.reverseOrder(), b)),
                    Map.entry("reject", (v, a, b) -> ListFilters.select(v, a, false, b)),
                    Map.entry(
                            "rejectattr", (v, a, b) -> ListFilters.selectAttribute(v, a, false, b)),
                    Map.entry("replace", Filters::replace),
                    Map.entry("reverse", (v, _, b) -> ListFilters.reverse(v, b)),
                    Map.entry("round", (v, a, _) -> round(v, a)),
                    Map.entry("safe", (v, _, _) -> v),
                    Map.entry("select", (v, a, b) -> ListFilters.select(v, a, true, b)),
                    Map.entry(
                            "selectattr", (v, a, b) -> ListFilters.selectAttribute(v, a, true, b)),
                    Map.entry("sort", ListFilters::sort),
                    Map.entry("string", (v, _, b) -> print(v, b)),
                    Map.entry("sum", ListFilters::sum),
                    Map.entry("title", (v, _, b) -> title(print(v, b), b)),
                    Map.entry("tojson", Json::write),
                    Map.entry(
                            "trim",
                            (v, a, b) -> print(v, b).strip(a.string(0, "chars", ""), true, true)),
                    Map.entry("unique", ListFilters::unique),
                    Map.entry("upper", (v, _, b) -> print(v, b).upper(b)));

    private Filters() {}

    private static Text print(Value value, Budget budget) {
        return Printer.print(value, budget);
    }

    private static Value absolute(Value value) {
        return value instanceof Value.Real real
                ? new Value.Real(Math.abs(real.value()))
                : new Value.Int(Math.abs(Operators.integer(value)));
    }

    private static Value fallback(Value value, Arguments arguments) {
        boolean replaced =
                value instanceof Value.Undefined
                        || (arguments.flag(1, "boolean", false) && !Operators.truth(value));
        return replaced ? arguments.find(0, "default_value").orElse(Text.EMPTY) : value;
    }

    private static Value replace(Value value, Arguments arguments, Budget budget) {
        return print(value, budget)
                .replace(
                        print(arguments.require(0, "old"), budget),
                        print(arguments.require(1, "new"), budget),
                        arguments.integer(2, "count", -1),
                        budget);
    }

    private static Value toInteger(Value value, Arguments arguments, Budget budget) {
        return number(
                value,
                arguments.find(0, "default").orElse(new Value.Int(0)),
                text -> new Value.Int((long) Double.parseDouble(text)),
                number -> new Value.Int((long) Operators.real(number)),
                budget);
    }

    private static Value toReal(Value value, Arguments arguments, Budget budget) {
        return number(
                value,
                arguments.find(0, "default").orElse(new Value.Real(0)),
                text -> new Value.Real(Double.parseDouble(text)),
                number -> new Value.Real(Operators.real(number)),
                budget);
    }

    private static Value number(
            Value value,
            Value otherwise,
            Function<String, Value> parse,
            Function<Value, Value> convert,
            Budget budget) {
        if (Operators.isNumber(value)) {
            return convert.apply(value);
        }
        if (!(value instanceof Text text)) {
            return otherwise;
        }
        budget.characters(text.size());
        var digits = text.strip("", true, true).value();
        // Narrower than Java's grammar, which also takes hexadecimal and a trailing `f`.
        return digits.length() < 400
                        && digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
                ? parse.apply(digits)
                : otherwise;
    }

    private static Value round(Value value, Arguments arguments) {
        double scale = Math.pow(10, Math.clamp(arguments.integer(0, "precision", 0), -15, 15));
        double scaled = Operators.real(value) * scale;
        double rounded =
                switch (arguments.string(1, "method", "common")) {
                    case "common" -> Math.rint(scaled);
                    case "ceil" -> Math.ceil(scaled);
                    case "floor" -> Math.floor(scaled);
                    default -> throw JinjaException.failed("round() has no such method");
                };
        return new Value.Real(rounded / scale);
    }

    private static Value indent(Text text, Arguments arguments, Budget budget) {
        var width = arguments.find(0, "width").orElse(new Value.Int(4));
        var margin =
                width instanceof Text given
                        ? given
                        : Text.of(" ".repeat(Math.clamp(Operators.integer(width), 0, 1000)));
        boolean first = arguments.flag(1, "first", false);
        boolean blank = arguments.flag(2, "blank", false);
        var builder = new TextBuilder(budget);
        int from = 0;
        for (int line = 0; from <= text.size(); line++) {
            int end = text.value().indexOf('\n', from);
            var content = text.substring(from, end < 0 ? text.size() : end);
            if (line == 0 ? first : blank || !content.isEmpty()) {
                builder.append(margin);
            }
            builder.append(content);
            if (end < 0) {
                break;
            }
            builder.append(text.substring(end, end + 1));
            from = end + 1;
        }
        return builder.build();
    }

    /// Jinja's own: a capital after spaces, hyphens and opening brackets only.
    private static Value title(Text text, Budget budget) {
        var builder = new TextBuilder(budget);
        boolean begin = true;
        for (var character : text.characters(budget)) {
            boolean separator =
                    "-({[<".contains(character.value())
                            || Text.isSpace(character.value().charAt(0));
            builder.append(begin ? character.upper(budget) : character.lower(budget));
            begin = separator;
        }
        return builder.build();
    }

    /// Applies a filter whose name a template computed.
    static Value apply(String name, Value value, Arguments arguments, Budget budget) {
        var filter = BY_NAME.get(name);
        if (filter == null) {
            throw JinjaException.failed("there is no filter '" + name + "'");
        }
        return filter.apply(value, arguments, budget);
    }

    /// The items to select from; jinja2 takes anything that is false as no items.
    static List<Value> selectable(Value value, Budget budget) {
        return Operators.truth(value) ? chargedItems(value, budget) : List.of();
    }

    static List<Value> chargedItems(Value value, Budget budget) {
        var items = Operators.items(value, budget);
        budget.steps(items.size());
        return items;
    }
}
