package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.BufferType;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.List;
import java.util.Set;

/// Decides of which type each matrix becomes and in which of the device's memories it lies.
final class WeightPlacement {
    /// Indices and 64-bit numbers, which no kernel multiplies.
    private static final Set<TensorType> NO_WEIGHTS =
            Set.of(
                    TensorType.I8,
                    TensorType.I16,
                    TensorType.I32,
                    TensorType.I64,
                    TensorType.F64,
                    TensorType.Q8_1,
                    TensorType.Q8_K);

    private final WeightPrecision precision;
    private final AttentionKernel attention;
    private final BufferType plain;
    private final List<BufferType> rearranging;

    /// @param precision not [WeightPrecision#FASTEST], but what that is on the device
    WeightPlacement(Device device, WeightPrecision precision, AttentionKernel attention) {
        this.precision = precision;
        this.attention = attention;
        plain = device.bufferType();
        rearranging = device.extraBufferTypes();
    }

    /// Where weights lie together.
    ///
    /// @param label packed matrices have a buffer of their own, where all begin at whole cache
    ///   lines
    record Memory(String label, BufferType type) {
        static Memory of(BufferType type) {
            return new Memory(type.name(), type);
        }
    }

    /// The device's own memory, for what is not a matrix.
    Memory plain() {
        return Memory.of(plain);
    }

    /// Whether a tensor of this type can be a weight.
    boolean reads(TensorType type) {
        return !NO_WEIGHTS.contains(type) && NumberFormat.isReadable(type);
    }

    /// What a matrix with rows of `columns` becomes; rows that the wanted type cannot store keep
    /// the file's.
    MatrixForm formOf(TensorType stored, int columns) {
        if (precision == WeightPrecision.PACKED) {
            return new MatrixForm.Packed();
        }
        TensorType wanted = precision.of(stored);
        return new MatrixForm.Rows(columns % wanted.blockElements() == 0 ? wanted : stored);
    }

    /// The first memory whose kernels take the matrix, best first.
    Memory memoryOf(MatrixForm form, int columns, int rows) {
        return switch (form) {
            case MatrixForm.Packed _ -> new Memory(plain.name() + " (packed)", plain);
            case MatrixForm.Rows(TensorType type) ->
                    rearranging.stream()
                            .filter(memory -> memory.takesWeight(type, columns, rows))
                            .findFirst()
                            .map(Memory::of)
                            .orElse(plain());
        };
    }

    /// How matrices are kept.
    WeightPrecision precision() {
        return precision;
    }

    /// How attention over the weights is computed.
    AttentionKernel attention() {
        return attention;
    }

    /// What rows that are multiplied and summed over are padded to: SigLIP's inner width of 4304
    /// fits no quantized type, and no quick kernel for 16-bit floats, nor do the 588 values of a
    /// patch. Rows that are packed are whole groups.
    int rowUnit() {
        return precision == WeightPrecision.PACKED ? FusedKernels.GROUP : 32;
    }
}
