package dev.glimpse.bindings.gguf;

import java.util.List;

/// A metadata value.
public sealed interface GgufValue {

    /// A whole number of any width; of `u64` the 64 bits as they are.
    record Int(GgufType type, long value) implements GgufValue {}

    /// A floating-point number.
    record Real(GgufType type, double value) implements GgufValue {}

    /// True or false.
    record Bool(boolean value) implements GgufValue {}

    /// Text.
    record Text(String value) implements GgufValue {}

    /// A list of values of one type.
    record Array(GgufType elementType, List<GgufValue> values) implements GgufValue {
        public Array {
            values = List.copyOf(values);
        }
    }

    /// How the value's type is called, such as `u32` or `str[4096]`.
    default String typeName() {
        return switch (this) {
            case Int(GgufType type, _) -> type.label();
            case Real(GgufType type, _) -> type.label();
            case Bool _ -> GgufType.BOOL.label();
            case Text _ -> GgufType.STRING.label();
            case Array(GgufType type, List<GgufValue> values) ->
                    type.label() + "[" + values.size() + "]";
        };
    }
}
