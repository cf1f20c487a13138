package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;

/// 4.6 and 4.7: four neighbouring patches, one after the other, become one row for the decoder.
/// Patches come in the order of [PatchOrder].
final class FinalMerger {
    private FinalMerger() {}

    /// Draws the merger.
    ///
    /// @param x [vit width, 4 * rows]
    /// @return [width, rows]
    static Tensor draw(Steps steps, ProjectorWeights.Merging weights, Tensor x) {
        Shape four = Shape.of(4 * x.shape().ne0(), x.shape().ne1() / 4);
        Tensor normed =
                steps.normFor(
                        weights.feedForward().up(), weights.norm(), steps.ops().reshape(x, four));
        steps.named(normed, "merger_normed"); // [4 vit width, rows]
        Tensor rows = FeedForward.draw(steps, weights.feedForward(), normed, "_merger");
        return steps.named(rows, "merger_out"); // [width, rows]
    }
}
