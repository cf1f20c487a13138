package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;

/// Two layers with a GELU between them.
final class FeedForward {
    private FeedForward() {}

    /// [in, n] to [out, n].
    ///
    /// @param suffix behind the names of the steps
    static Tensor draw(Steps steps, FeedForwardWeights weights, Tensor x, String suffix) {
        return steps.linear(weights.down(), inner(steps, weights, x, suffix));
    }

    /// What the second layer takes: [in, n] to [inner, n].
    static Tensor inner(Steps steps, FeedForwardWeights weights, Tensor x, String suffix) {
        Tensor active = steps.linearGelu(weights.up(), x, weights.activation(), suffix);
        return steps.named(active, "ffn_gelu" + suffix);
    }
}
