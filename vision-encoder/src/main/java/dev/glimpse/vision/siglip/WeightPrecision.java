package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.TensorType;

/// How matrices are kept in memory. Those that the file has quantized stay as they are; small
/// weights (norms, biases, patches, queries) are floats in any case.
public enum WeightPrecision {
    /// As in the file.
    AS_STORED,
    /// 32-bit floats: for comparing.
    F32,
    /// 16-bit floats.
    F16,
    /// 16-bit floats with the range of 32-bit ones.
    BF16,
    /// 8 bits with a scale for each 32 numbers: what CPUs multiply fastest, at a cosine of 0.999
    /// and better to the floats.
    Q8_0,
    /// 4 bits with a scale for each 32 numbers: smallest, and visibly less exact.
    Q4_0;

    /// The type for a matrix that the file stores as `stored`.
    TensorType of(TensorType stored) {
        if (stored.isQuantized()) {
            return stored;
        }
        return switch (this) {
            case AS_STORED -> stored;
            case F32 -> TensorType.F32;
            case F16 -> TensorType.F16;
            case BF16 -> TensorType.BF16;
            case Q8_0 -> TensorType.Q8_0;
            case Q4_0 -> TensorType.Q4_0;
        };
    }
}
