package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Attributes, subscripts and slices, as jinja2's `getattr` and `getitem` find them.
final class Lookup {
    private Lookup() {}

    /// `value.name`: a method, or else the item of that name.
    static Value attribute(Value value, String name) {
        var method = method(value, name);
        return method.isPresent() ? method.get() : item(value, Text.of(name));
    }

    /// `value[key]`: an item, or else the method of that name.
    static Value subscript(Value value, Value key) {
        var item = item(value, key);
        return item instanceof Value.Undefined && key instanceof Text name
                ? method(value, name.value()).orElse(item)
                : item;
    }

    private static Optional<Value> method(Value value, String name) {
        if (value instanceof Text text) {
            return Optional.ofNullable(TextMethods.BY_NAME.get(name))
                    .map(method ->
                            (Value.Callable)
                                    (arguments, budget) -> method.call(text, arguments, budget));
        }
        if (value instanceof Value.Mapping mapping) {
            return switch (name) {
                case "get" -> callable((arguments, _) -> get(mapping, arguments));
                case "items" -> callable((_, budget) -> ListFilters.pairs(mapping, budget));
                case "keys" -> callable((_, b) -> new Value.Sequence(Operators.items(mapping, b)));
                case "values" ->
                        callable((_, _) ->
                                new Value.Sequence(List.copyOf(mapping.entries().values())));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static Optional<Value> callable(Value.Callable callable) {
        return Optional.of(callable);
    }

    private static Value get(Value.Mapping mapping, Arguments arguments) {
        var found = mapping.entries().get(arguments.require(0, "key"));
        return found != null ? found : arguments.find(1, "default").orElse(Value.NONE);
    }

    static Value item(Value value, Value key) {
        Value found =
                switch (value) {
                    case Value.Undefined(var hint) -> throw JinjaException.failed(hint);
                    case Value.Mapping mapping -> mapping.entries().get(key);
                    case Value.Namespace namespace ->
                            key instanceof Text name ? namespace.get(name.value()) : null;
                    case Value.Sequence sequence ->
                            key instanceof Value.Int index
                                    ? at(sequence.items(), index.value())
                                    : null;
                    case Text text -> key instanceof Value.Int index ? at(text, index) : null;
                    case Value.None _, Value.Bool _, Value.Int _, Value.Real _, Value.Callable _ ->
                            null;
                };
        if (found != null) {
            return found;
        }
        return new Value.Undefined(
                Operators.typeName(value)
                        + " has no "
                        + (key instanceof Text name
                                ? "attribute '" + abbreviated(name.value()) + "'"
                                : "such item"));
    }

    private static String abbreviated(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }

    private static @Nullable Value at(List<Value> items, long index) {
        long position = index < 0 ? index + items.size() : index;
        return position >= 0 && position < items.size() ? items.get((int) position) : null;
    }

    private static @Nullable Value at(Text text, Value.Int index) {
        long length = Operators.length(text);
        long position = index.value() < 0 ? index.value() + length : index.value();
        if (position < 0 || position >= length) {
            return null;
        }
        int from = text.value().offsetByCodePoints(0, (int) position);
        return text.substring(from, text.value().offsetByCodePoints(from, 1));
    }

    /// `value[from:to:step]`; an absent bound is `none`.
    static Value slice(Value value, Value from, Value to, Value step, Budget budget) {
        if (!(value instanceof Value.Sequence) && !(value instanceof Text)) {
            throw JinjaException.failed(Operators.typeName(value) + " cannot be sliced");
        }
        if (value instanceof Text text && step instanceof Value.None) {
            return slice(text, from, to, budget);
        }
        var items = Operators.items(value, budget);
        long stride = step instanceof Value.None ? 1 : Operators.integer(step);
        if (stride == 0) {
            throw JinjaException.failed("the slice's step is 0");
        }
        boolean forward = stride > 0;
        int size = items.size();
        long begin = bound(from, forward ? 0 : size - 1, size, forward);
        long end = bound(to, forward ? size : -1, size, forward);
        var picked = new ArrayList<Value>();
        // The bounds lie within the list, so that one step more than its size ends the loop.
        long bounded = Math.clamp(stride, -size - 1L, size + 1L);
        for (long i = begin; forward ? i < end : i > end; i += bounded) {
            budget.steps(1);
            picked.add(items.get((int) i));
        }
        return value instanceof Value.Sequence sequence
                ? new Value.Sequence(picked, sequence.tuple())
                : TextMethods.join(Text.EMPTY, picked, budget);
    }

    /// Without a step, so that long texts are not taken apart.
    private static Text slice(Text text, Value from, Value to, Budget budget) {
        int size = (int) Operators.length(text);
        int begin = (int) bound(from, 0, size, true);
        int end = (int) Math.max(begin, bound(to, size, size, true));
        int first = text.value().offsetByCodePoints(0, begin);
        budget.characters(text.size());
        return text.substring(first, text.value().offsetByCodePoints(first, end - begin));
    }

    private static long bound(Value value, long absent, int size, boolean forward) {
        if (value instanceof Value.None) {
            return absent;
        }
        long index = Operators.integer(value);
        long position = index < 0 ? index + size : index;
        return forward ? Math.clamp(position, 0, size) : Math.clamp(position, -1, size - 1L);
    }
}
