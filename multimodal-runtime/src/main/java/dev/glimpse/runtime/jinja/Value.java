package dev.glimpse.runtime.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a template computes with: Python's plain values, and nothing else.
public sealed interface Value
        permits Text,
                Value.Undefined,
                Value.None,
                Value.Bool,
                Value.Int,
                Value.Real,
                Value.Sequence,
                Value.Mapping,
                Value.Namespace,
                Value.Callable {

    /// The only `none`.
    None NONE = new None();

    /// A name or an attribute that is not there.
    ///
    /// @param hint says so in words, for the message when it is used
    record Undefined(String hint) implements Value {}

    /// Python's `None`.
    record None() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    /// A list, or a tuple, which differs from a list in equality and in print.
    record Sequence(List<Value> items, boolean tuple) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        /// A list.
        public Sequence(List<Value> items) {
            this(items, false);
        }
    }

    /// A dict, in the order of insertion. The map is not changed after it was handed over.
    record Mapping(Map<Value, Value> entries) implements Value {

        /// A dict with text keys.
        public static Mapping of(Map<String, Value> entries) {
            var converted = new LinkedHashMap<Value, Value>();
            entries.forEach((key, value) -> converted.put(Text.of(key), value));
            return new Mapping(converted);
        }

        @Nullable Value get(String key) {
            return entries.get(Text.of(key));
        }
    }

    /// What `namespace()` makes: the only value that changes.
    final class Namespace implements Value {
        private final Map<String, Value> fields = new LinkedHashMap<>();

        @Nullable Value get(String name) {
            return fields.get(name);
        }

        void set(String name, Value value) {
            fields.put(name, value);
        }
    }

    /// A function, a macro or a bound method.
    @FunctionalInterface
    non-sealed interface Callable extends Value {
        Value call(Arguments arguments, Budget budget);
    }
}
