package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Jinja's filters over lists and dicts.
final class ListFilters {
    private ListFilters() {}

    static Value end(Value value, boolean first, Budget budget) {
        var items = Filters.chargedItems(value, budget);
        if (items.isEmpty()) {
            return new Value.Undefined("an empty list has no first and no last item");
        }
        return first ? items.getFirst() : items.getLast();
    }

    static Value pairs(Value value, Budget budget) {
        if (value instanceof Value.Undefined) {
            return new Value.Sequence(List.of());
        }
        if (!(value instanceof Value.Mapping mapping)) {
            throw JinjaException.failed("items needs a dict, found " + Operators.typeName(value));
        }
        budget.steps(mapping.entries().size());
        return new Value.Sequence(
                mapping.entries().entrySet().stream().map(ListFilters::pair).toList());
    }

    private static Value pair(Map.Entry<Value, Value> entry) {
        return new Value.Sequence(List.of(entry.getKey(), entry.getValue()), true);
    }

    static Value dictSort(Value value, Arguments arguments, Budget budget) {
        int part = arguments.string(1, "by", "key").equals("value") ? 1 : 0;
        var order = order(arguments.flag(0, "case_sensitive", false), budget);
        Comparator<Value> byPart =
                Comparator.comparing(pair -> ((Value.Sequence) pair).items().get(part), order);
        return sorted(
                ((Value.Sequence) pairs(value, budget)).items(),
                arguments.flag(2, "reverse", false) ? byPart.reversed() : byPart);
    }

    static Value sort(Value value, Arguments arguments, Budget budget) {
        var attribute = attribute(arguments.string(2, "attribute", ""), budget);
        Comparator<Value> byAttribute =
                Comparator.comparing(
                        attribute, order(arguments.flag(1, "case_sensitive", false), budget));
        return sorted(
                Filters.chargedItems(value, budget),
                arguments.flag(0, "reverse", false) ? byAttribute.reversed() : byAttribute);
    }

    private static Value sorted(List<Value> items, Comparator<Value> order) {
        var sorted = new ArrayList<>(items);
        sorted.sort(order);
        return new Value.Sequence(sorted);
    }

    private static Comparator<Value> order(boolean caseSensitive, Budget budget) {
        return (left, right) -> {
            budget.steps(1);
            return Operators.compare(
                    key(left, caseSensitive, budget), key(right, caseSensitive, budget));
        };
    }

    private static Value key(Value value, boolean caseSensitive, Budget budget) {
        return value instanceof Text text && !caseSensitive ? text.lower(budget) : value;
    }

    /// `a.b` of each item; the item itself where the name is empty.
    private static Function<Value, Value> attribute(String dotted, Budget budget) {
        return attribute(dotted, Optional.empty(), budget);
    }

    /// With a fallback, which stands in for each part of the name that is not there.
    private static Function<Value, Value> attribute(
            String dotted, Optional<Value> fallback, Budget budget) {
        return item -> {
            var value = item;
            for (var name : dotted.isEmpty() ? new String[0] : dotted.split("\\.", -1)) {
                budget.steps(1);
                value = Lookup.item(value, Text.of(name));
                if (value instanceof Value.Undefined undefined) {
                    value = fallback.orElse(undefined);
                }
            }
            return value;
        };
    }

    static Value map(Value value, Arguments arguments, Budget budget) {
        var items = Filters.selectable(value, budget);
        var attribute = arguments.named().get("attribute");
        if (attribute != null) {
            var fallback = Optional.ofNullable(arguments.named().get("default"));
            var getter = attribute(Arguments.text(attribute).value(), fallback, budget);
            return new Value.Sequence(items.stream().map(getter).toList());
        }
        var name = Arguments.text(arguments.require(0, "filter")).value();
        return new Value.Sequence(
                items.stream()
                        .map(item -> Filters.apply(name, item, arguments.from(1), budget))
                        .toList());
    }

    static Value select(Value value, Arguments arguments, boolean wanted, Budget budget) {
        return new Value.Sequence(
                Filters.selectable(value, budget).stream()
                        .filter(item -> holds(item, arguments, budget) == wanted)
                        .toList());
    }

    static Value selectAttribute(Value value, Arguments arguments, boolean wanted, Budget budget) {
        var getter = attribute(Arguments.text(arguments.require(0, "attribute")).value(), budget);
        var test = arguments.from(1);
        return new Value.Sequence(
                Filters.selectable(value, budget).stream()
                        .filter(item -> holds(getter.apply(item), test, budget) == wanted)
                        .toList());
    }

    private static boolean holds(Value value, Arguments test, Budget budget) {
        if (test.positional().isEmpty()) {
            return Operators.truth(value);
        }
        var name = Arguments.text(test.positional().getFirst()).value();
        return ValueTests.test(name, value, test.from(1).positional(), budget);
    }

    static Value join(Value value, Arguments arguments, Budget budget) {
        var getter = attribute(arguments.string(1, "attribute", ""), budget);
        var separator =
                arguments
                        .find(0, "d")
                        .map(given -> Printer.print(given, budget))
                        .orElse(Text.EMPTY);
        return TextMethods.join(
                separator,
                Filters.chargedItems(value, budget).stream().map(getter).toList(),
                budget);
    }

    static Value reverse(Value value, Budget budget) {
        var reversed = Filters.chargedItems(value, budget).reversed();
        return value instanceof Text
                ? TextMethods.join(Text.EMPTY, reversed, budget)
                : new Value.Sequence(reversed);
    }

    static Value extreme(Value value, Comparator<Integer> wanted, Budget budget) {
        Comparator<Value> order = order(false, budget);
        return Filters.chargedItems(value, budget).stream()
                .reduce((best, next) ->
                        wanted.compare(order.compare(next, best), 0) > 0 ? next : best)
                .orElse(new Value.Undefined("an empty list has no greatest item"));
    }

    static Value sum(Value value, Arguments arguments, Budget budget) {
        var getter = attribute(arguments.string(0, "attribute", ""), budget);
        return Filters.chargedItems(value, budget).stream()
                .map(getter)
                .reduce(
                        arguments.find(1, "start").orElse(new Value.Int(0)),
                        (total, next) -> Operators.arithmetic("+", total, next, budget));
    }

    static Value unique(Value value, Arguments arguments, Budget budget) {
        var getter = attribute(arguments.string(1, "attribute", ""), budget);
        boolean caseSensitive = arguments.flag(0, "case_sensitive", false);
        var seen = new ArrayList<Value>();
        var kept = new ArrayList<Value>();
        for (var item : Filters.chargedItems(value, budget)) {
            var key = key(getter.apply(item), caseSensitive, budget);
            if (seen.stream().noneMatch(other -> Operators.equal(other, key, budget))) {
                seen.add(key);
                kept.add(item);
            }
        }
        return new Value.Sequence(kept);
    }
}
