package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;

/// GELU (Hendrycks and Gimpel 2016) in the two forms that models were trained with.
enum Gelu {
    /// With tanh for the error function: in the transformers since 2.5 and in the window merger.
    TANH,
    /// Exact: in the transformer of 2.0 and in the final merger.
    EXACT;

    Tensor draw(TensorContext ops, Tensor x) {
        return switch (this) {
            case TANH -> ops.gelu(x);
            case EXACT -> ops.geluErf(x);
        };
    }
}
