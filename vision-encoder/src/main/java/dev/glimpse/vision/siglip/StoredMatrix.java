package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A weight on its way from the file to memory: of which type it becomes, and where zeros go.
///
/// @param source where it is in the file
/// @param type what it becomes
/// @param columns the extent that is multiplied and summed over
/// @param rows the other one
record StoredMatrix(TensorInfo source, TensorType type, Axis columns, Axis rows) {

    /// Bytes in memory.
    long bytes() {
        return rows.length() * rowBytes();
    }

    private long rowBytes() {
        return NumberFormat.bytes(type, columns.length());
    }

    /// The bytes in memory, from those in the file; in `scratch` where they differ.
    MemorySegment convert(MemorySegment stored, Arena scratch) {
        MemorySegment matrix = stored;
        if (source.type() != type || columns.isPadded()) {
            matrix = rewrite(stored, scratch);
        }
        return rows.isPadded() ? withZeroRows(matrix, scratch) : matrix;
    }

    /// Through floats to another type or to longer rows.
    private MemorySegment rewrite(MemorySegment stored, Arena scratch) {
        long count = (long) rows.stored() * columns.stored();
        MemorySegment floats = scratch.allocate(count * Float.BYTES, Float.BYTES);
        NumberFormat.toFloats(source.type(), stored, floats, count);
        MemorySegment spread = columns.isPadded() ? withZeroColumns(floats, scratch) : floats;
        MemorySegment target = scratch.allocate(rows.stored() * rowBytes(), Long.BYTES);
        NumberFormat.fromFloats(type, spread, target, rows.stored(), columns.length());
        return target;
    }

    /// A new segment is zero; the groups of each row are copied to their places.
    private MemorySegment withZeroColumns(MemorySegment floats, Arena scratch) {
        return spread(floats, scratch, rows.stored() * columns.groups(), columns, Float.BYTES);
    }

    /// All bytes zero is the number 0 in every type.
    private MemorySegment withZeroRows(MemorySegment matrix, Arena scratch) {
        return spread(matrix, scratch, rows.groups(), rows, rowBytes());
    }

    private static MemorySegment spread(
            MemorySegment from, Arena scratch, int groups, Axis axis, long elementBytes) {
        long size = axis.size() * elementBytes;
        long padded = axis.padded() * elementBytes;
        MemorySegment to = scratch.allocate(groups * padded, Long.BYTES);
        for (int group = 0; group < groups; group++) {
            MemorySegment.copy(from, group * size, to, group * padded, size);
        }
        return to;
    }
}
