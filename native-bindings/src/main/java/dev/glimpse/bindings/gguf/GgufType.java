package dev.glimpse.bindings.gguf;

import java.util.Optional;

/// The types of metadata values.
public enum GgufType {
    U8(0, "u8", 1),
    I8(1, "i8", 1),
    U16(2, "u16", 2),
    I16(3, "i16", 2),
    U32(4, "u32", 4),
    I32(5, "i32", 4),
    F32(6, "f32", 4),
    BOOL(7, "bool", 1),
    STRING(8, "str", 8),
    ARRAY(9, "array", 12),
    U64(10, "u64", 8),
    I64(11, "i64", 8),
    F64(12, "f64", 8);

    private final int code;
    private final String label;
    private final int minimumBytes;

    GgufType(int code, String label, int minimumBytes) {
        this.code = code;
        this.label = label;
        this.minimumBytes = minimumBytes;
    }

    /// The type with a code in the file.
    static Optional<GgufType> ofCode(int code) {
        for (GgufType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The code in the file.
    public int code() {
        return code;
    }

    /// A short name: `u32`, `str`.
    public String label() {
        return label;
    }

    /// Bytes that a value takes at least.
    int minimumBytes() {
        return minimumBytes;
    }
}
