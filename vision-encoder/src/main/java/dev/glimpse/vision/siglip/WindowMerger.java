package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;

/// 4.6 and 4.7: the four patches of a window see each other once, then become one, which is their
/// mean plus what a feed-forward step makes of all four.
///
/// Patches come in the order of [PatchOrder]: a window's four rows follow one another, so a window
/// is a reshape and nothing is gathered.
final class WindowMerger {
    private WindowMerger() {}

    /// Draws the merger.
    ///
    /// @param x [width, 4 * windows]
    /// @return [width, windows]
    static Tensor draw(Steps steps, WindowMergerWeights weights, VitConfig vit, Tensor x) {
        Tensor seen = attend(steps, weights, vit, x);
        int windows = Math.toIntExact(x.shape().ne1() / 4);
        Tensor four = steps.ops().reshape(seen, Shape.of(4L * vit.width(), windows));
        Tensor normed =
                steps.normFor(weights.feedForward().up(), weights.beforeFeedForward(), four);
        // [4 width, windows]
        steps.named(normed, "vit_merger_ds_normed");
        Tensor fed =
                FeedForward.draw(
                        steps, weights.feedForward(), normed, "_vit_merger"); // [width, windows]
        steps.named(fed, "vit_merger_ds_mlp_out");
        Tensor mean = steps.named(mean(steps.ops(), four), "vit_merger_ds_mean_res");
        return steps.named(steps.ops().add(fed, mean), "vit_merger_ds_out");
    }

    /// A window's rows see each other, and are added to what came in.
    private static Tensor attend(
            Steps steps, WindowMergerWeights weights, VitConfig vit, Tensor x) {
        AttentionWeights attention = weights.attention();
        Tensor normed = steps.normFor(attention.query(), weights.beforeAttention(), x);
        steps.named(normed, "vit_merger_attn_inp_normed");
        var windows = new AttentionShape(vit.heads(), 4, Math.toIntExact(x.shape().ne1() / 4));
        Tensor mixed = EncoderBlock.attend(steps, attention, normed, "_vit_merger", windows);
        Tensor seen = steps.linearPlus(attention.out(), mixed, x, "vit_merger_attn_out");
        return steps.named(seen, "vit_merger_attn_residual");
    }

    /// [4 width, windows] to the mean of the four, [width, windows].
    private static Tensor mean(TensorContext ops, Tensor four) {
        long width = four.shape().ne0() / 4;
        Shape one = Shape.of(width, four.shape().ne1());
        Tensor sum = ops.view(four, one, 0);
        for (int patch = 1; patch < 4; patch++) {
            sum = ops.add(sum, ops.view(four, one, patch * width * Float.BYTES));
        }
        return ops.scale(sum, 0.25f);
    }
}
