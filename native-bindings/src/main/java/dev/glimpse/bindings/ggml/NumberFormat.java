package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_to_float_t;
import dev.glimpse.bindings.ffi.ggml_type_traits;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// Stored numbers to floats and back, on the calling thread. Thread-safe.
public final class NumberFormat {
    /// Types that need no table of importance to be written well.
    private static final Set<TensorType> WRITABLE =
            Set.of(
                    TensorType.F32,
                    TensorType.F16,
                    TensorType.BF16,
                    TensorType.Q4_0,
                    TensorType.Q4_1,
                    TensorType.Q5_0,
                    TensorType.Q5_1,
                    TensorType.Q8_0,
                    TensorType.Q4_K,
                    TensorType.Q5_K,
                    TensorType.Q6_K);

    private NumberFormat() {}

    /// Bytes of `elements` numbers.
    public static long bytes(TensorType type, long elements) {
        if (elements % type.blockElements() != 0) {
            throw new IllegalArgumentException(
                    elements + " numbers as " + type + ", which stores " + type.blockElements());
        }
        return Math.multiplyExact(elements / type.blockElements(), (long) type.blockBytes());
    }

    /// Whether a type can be turned into floats.
    public static boolean isReadable(TensorType type) {
        return type == TensorType.F32 || !toFloat(type).equals(MemorySegment.NULL);
    }

    /// Reads `elements` numbers.
    ///
    /// @param stored at least [#bytes] long
    /// @param floats room for 4 bytes each
    public static void toFloats(
            TensorType type, MemorySegment stored, MemorySegment floats, long elements) {
        long bytes = bytes(type, elements);
        requireRoom(stored, bytes);
        requireRoom(floats, elements * Float.BYTES);
        if (type == TensorType.F32) {
            MemorySegment.copy(stored, 0, floats, 0, bytes);
            return;
        }
        MemorySegment function = toFloat(type);
        if (function.equals(MemorySegment.NULL)) {
            throw new IllegalArgumentException(type + " cannot be turned into floats");
        }
        ggml_to_float_t.invoke(function, stored, floats, elements);
    }

    /// Writes rows of floats as another type, rounding as ggml's quantizer does.
    ///
    /// @param columns numbers a row, whole blocks of the type
    public static void fromFloats(
            TensorType type, MemorySegment floats, MemorySegment stored, long rows, long columns) {
        if (!WRITABLE.contains(type)) {
            throw new IllegalArgumentException(
                    "floats are not turned into " + type + "; allowed: " + WRITABLE);
        }
        long bytes = bytes(type, columns) * rows;
        requireRoom(floats, rows * columns * Float.BYTES);
        requireRoom(stored, bytes);
        if (type == TensorType.F32) {
            MemorySegment.copy(floats, 0, stored, 0, bytes);
            return;
        }
        NativeLibraries.load();
        Llama.ggml_quantize_chunk(
                type.code(), floats, stored, 0, rows, columns, MemorySegment.NULL);
    }

    private static MemorySegment toFloat(TensorType type) {
        NativeLibraries.load();
        MemorySegment traits =
                Llama.ggml_get_type_traits(type.code()).reinterpret(ggml_type_traits.sizeof());
        return ggml_type_traits.to_float(traits);
    }

    private static void requireRoom(MemorySegment segment, long bytes) {
        if (!segment.isNative() || segment.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "a native segment of "
                            + bytes
                            + " bytes is needed; this one has "
                            + segment.byteSize());
        }
    }
}
