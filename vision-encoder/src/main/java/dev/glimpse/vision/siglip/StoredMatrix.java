package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A weight on its way from the file to memory: what it becomes, and where zeros go.
///
/// @param source where it is in the file
/// @param form what it becomes
/// @param columns the extent that is multiplied and summed over
/// @param rows the other one
record StoredMatrix(TensorInfo source, MatrixForm form, Axis columns, Axis rows) {
    private static final MatrixForm.Rows FLOATS = new MatrixForm.Rows(TensorType.F32);

    /// The shape of the tensor in memory.
    Shape shape() {
        return form.shape(columns.length(), rows.length());
    }

    /// The bytes in memory, from those in the file; in `scratch` where they differ.
    MemorySegment convert(MemorySegment stored, Arena scratch) {
        return switch (form) {
            case MatrixForm.Rows as -> toRows(as, stored, scratch);
            case MatrixForm.Packed _ -> pack(toRows(FLOATS, stored, scratch), scratch);
        };
    }

    private MemorySegment pack(MemorySegment floats, Arena scratch) {
        MemorySegment packed = scratch.allocate(shape().elements(), Long.BYTES);
        FusedKernels.pack(floats, rows.length(), columns.length(), packed);
        return packed;
    }

    private MemorySegment toRows(MatrixForm.Rows as, MemorySegment stored, Arena scratch) {
        MemorySegment matrix = stored;
        if (source.type() != as.type() || columns.isPadded()) {
            matrix = rewrite(as, stored, scratch);
        }
        // All bytes zero is the number 0 in every type.
        return rows.isPadded()
                ? spread(matrix, scratch, rows.groups(), rows, as.rowBytes(columns.length()))
                : matrix;
    }

    /// Through floats to another type or to longer rows.
    private MemorySegment rewrite(MatrixForm.Rows as, MemorySegment stored, Arena scratch) {
        long count = (long) rows.stored() * columns.stored();
        MemorySegment floats = scratch.allocate(count * Float.BYTES, Float.BYTES);
        NumberFormat.toFloats(source.type(), stored, floats, count);
        MemorySegment spread = columns.isPadded() ? withZeroColumns(floats, scratch) : floats;
        if (as.type() == TensorType.F32) {
            return spread;
        }
        MemorySegment target =
                scratch.allocate(rows.stored() * as.rowBytes(columns.length()), Long.BYTES);
        NumberFormat.fromFloats(as.type(), spread, target, rows.stored(), columns.length());
        return target;
    }

    /// A new segment is zero; the groups of each row are copied to their places.
    private MemorySegment withZeroColumns(MemorySegment floats, Arena scratch) {
        return spread(floats, scratch, rows.stored() * columns.groups(), columns, Float.BYTES);
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
