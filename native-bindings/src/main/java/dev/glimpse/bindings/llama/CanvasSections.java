package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// How many pairs of features MiniCPM-V 4.7's rotary embedding turns by each place of a row.
///
/// @param offset where the file has them
/// @param time pairs turned by time; likewise `height` and `width`
/// @param inOrder whether they stand as llama.cpp has to read them: none, height, width, time; not
///   as the model's own files have them: time, height, width, none
record CanvasSections(long offset, int time, int height, int width, boolean inOrder) {
    private static final ValueLayout.OfInt NUMBER =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Reads them.
    ///
    /// @throws NativeCallException if there are none of that kind
    static CanvasSections of(GgufFile file) {
        String key = file.text("general.architecture").orElse("") + ".rope.dimension_sections";
        if (file.metadata().get(key) instanceof GgufValue.Array(GgufType type, var values)
                && (type == GgufType.I32 || type == GgufType.U32)
                && values.size() == 4) {
            List<Integer> pairs = values.stream().map(CanvasSections::pairs).toList();
            int first = pairs.getFirst();
            int last = pairs.getLast();
            if (first >= 0 && last >= 0 && (first == 0) != (last == 0)) {
                return new CanvasSections(
                        file.arrayOffset(key, type),
                        Math.max(first, last),
                        pairs.get(1),
                        pairs.get(2),
                        first == 0);
            }
        }
        throw new NativeCallException(
                file.path()
                        + " has "
                        + key
                        + " = "
                        + file.metadata().get(key)
                        + "; a canvas takes four whole numbers: of time, height, width, and 0");
    }

    private static int pairs(GgufValue value) {
        return value instanceof GgufValue.Int(_, long number) ? Math.toIntExact(number) : -1;
    }

    /// Writes them into the file's bytes as llama.cpp has to read them.
    void write(MemorySegment bytes) {
        int[] inOrder = {0, height, width, time};
        for (int i = 0; i < inOrder.length; i++) {
            bytes.set(NUMBER, offset + (long) i * Integer.BYTES, inOrder[i]);
        }
    }
}
