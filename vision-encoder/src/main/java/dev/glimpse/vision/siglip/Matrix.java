package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.gguf.TensorType;

/// What rows are multiplied with.
///
/// @param tensor [columns, rows], or packed for [dev.glimpse.bindings.ggml.FusedKernels]
/// @param rows numbers of a result
record Matrix(Tensor tensor, int rows) {
    /// Whether it is packed, and so takes packed rows.
    boolean isPacked() {
        return tensor.type() == TensorType.I8;
    }
}
