package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;

/// A transformer block with the norms before its two halves (Dosovitskiy et al. 2021), each half
/// added to what came in.
final class EncoderBlock {
    private EncoderBlock() {}

    /// Draws a block.
    ///
    /// @param x [width, patches * batch]
    /// @param block its index, behind the names of the steps
    /// @param patches rows that see each other
    /// @return the same shape
    static Tensor draw(
            Steps steps, BlockWeights weights, Tensor x, int block, AttentionShape patches) {
        String suffix = "-" + block;
        AttentionWeights attention = weights.attention();
        Tensor normed = steps.normFor(attention.query(), weights.beforeAttention(), x);
        steps.named(normed, "layer_inp_normed" + suffix);
        Tensor mixed = attend(steps, attention, normed, suffix, patches);
        Tensor middle = steps.linearPlus(attention.out(), mixed, x, "attn_out" + suffix);
        steps.named(middle, "ffn_inp" + suffix);

        FeedForwardWeights feedForward = weights.feedForward();
        Tensor middleNormed = steps.normFor(feedForward.up(), weights.beforeFeedForward(), middle);
        steps.named(middleNormed, "ffn_inp_normed" + suffix);
        Tensor inner = FeedForward.inner(steps, feedForward, middleNormed, suffix);
        Tensor out = steps.linearPlus(feedForward.down(), inner, middle, "ffn_out" + suffix);
        return steps.named(out, "layer_out" + suffix);
    }

    /// Rows of [width, patches * batch] see each other; the result is yet to be projected.
    static Tensor attend(
            Steps steps, AttentionWeights weights, Tensor x, String suffix, AttentionShape shape) {
        Tensor q = split(steps, weights.query(), x, shape, "Qcur" + suffix);
        Tensor k = split(steps, weights.key(), x, shape, "Kcur" + suffix);
        Tensor v = split(steps, weights.value(), x, shape, "Vcur" + suffix);
        return MultiHeadAttention.attend(steps, q, k, v);
    }

    /// [width, patches * batch] to [head size, heads, patches, batch].
    private static Tensor split(
            Steps steps, Linear layer, Tensor x, AttentionShape shape, String name) {
        Tensor projected = steps.named(steps.linear(layer, x), name);
        return steps.ops().reshape(projected, shape.split(projected));
    }
}
