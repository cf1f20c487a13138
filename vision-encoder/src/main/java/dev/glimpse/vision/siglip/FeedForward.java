package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import java.util.function.BiFunction;

/// Two layers with a GELU between them.
final class FeedForward {
    /// GELU in its tanh form: in the transformer and in the window merger.
    static final BiFunction<TensorContext, Tensor, Tensor> GELU_TANH = TensorContext::gelu;

    /// GELU in its exact form: in the final merger.
    static final BiFunction<TensorContext, Tensor, Tensor> GELU_EXACT = TensorContext::geluErf;

    private FeedForward() {}

    /// [in, n] to [out, n].
    ///
    /// @param suffix behind the names of the steps
    static Tensor draw(
            Steps steps,
            FeedForwardWeights weights,
            BiFunction<TensorContext, Tensor, Tensor> gelu,
            Tensor x,
            String suffix) {
        Tensor inner = steps.linear(weights.up(), x); // [inner, n]
        steps.named(inner, "ffn_up_b" + suffix);
        Tensor active = gelu.apply(steps.ops(), inner); // [inner, n]
        steps.named(active, "ffn_gelu" + suffix);
        return steps.linear(weights.down(), active); // [out, n]
    }
}
