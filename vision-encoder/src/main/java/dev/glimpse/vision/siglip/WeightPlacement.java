package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.BufferType;
import dev.glimpse.bindings.ggml.Device;
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
    private final BufferType plain;
    private final List<BufferType> rearranging;

    WeightPlacement(Device device, WeightPrecision precision) {
        this.precision = precision;
        plain = device.bufferType();
        rearranging = device.extraBufferTypes();
    }

    /// The device's own memory, for what is not a matrix.
    BufferType plain() {
        return plain;
    }

    /// Whether a tensor of this type can be a weight.
    boolean reads(TensorType type) {
        return !NO_WEIGHTS.contains(type) && NumberFormat.isReadable(type);
    }

    /// The type of a matrix with rows of `columns`; rows that the wanted type cannot store keep the
    /// file's.
    TensorType typeOf(TensorType stored, int columns) {
        TensorType wanted = precision.of(stored);
        return columns % wanted.blockElements() == 0 ? wanted : stored;
    }

    /// The first memory whose kernels take the matrix, best first.
    BufferType memoryOf(TensorType type, int columns, int rows) {
        return rearranging.stream()
                .filter(memory -> memory.takesWeight(type, columns, rows))
                .findFirst()
                .orElse(plain);
    }

    /// What the inner width of feed-forward steps is padded to: SigLIP's 4304 fits no quantized
    /// type.
    int innerUnit() {
        return precision.of(TensorType.F32).isQuantized() ? 32 : 1;
    }
}
