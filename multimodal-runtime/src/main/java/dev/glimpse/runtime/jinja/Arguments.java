package dev.glimpse.runtime.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a function, filter or macro is called with.
///
/// @param positional in order
/// @param named by name
public record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /// The argument that is either the one at `index` or the one called `name`.
    Optional<Value> find(int index, String name) {
        return index < positional.size()
                ? Optional.of(positional.get(index))
                : Optional.ofNullable(named.get(name));
    }

    Value require(int index, String name) {
        return find(index, name)
                .orElseThrow(() -> JinjaException.failed("argument '" + name + "' is missing"));
    }

    String string(int index, String name, String fallback) {
        return find(index, name)
                .filter(value -> !(value instanceof Value.None))
                .map(value -> text(value).value())
                .orElse(fallback);
    }

    long integer(int index, String name, long fallback) {
        return find(index, name).map(Operators::integer).orElse(fallback);
    }

    boolean flag(int index, String name, boolean fallback) {
        return find(index, name).map(Operators::truth).orElse(fallback);
    }

    /// The arguments from the positional one at `index` on, and all named ones.
    Arguments from(int index) {
        return new Arguments(
                positional.subList(Math.min(index, positional.size()), positional.size()), named);
    }

    static Text text(Value value) {
        if (value instanceof Text text) {
            return text;
        }
        throw JinjaException.failed("a text is needed, found " + Operators.typeName(value));
    }
}
