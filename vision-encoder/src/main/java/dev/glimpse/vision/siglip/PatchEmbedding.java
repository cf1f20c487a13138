package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;

/// From pixels to rows of the transformer's width: a matrix product over the pixels of each patch,
/// in floats, plus the embedding of its place.
final class PatchEmbedding {
    private PatchEmbedding() {}

    /// Draws the embedding.
    ///
    /// @param pixels [patch values, patches, batch]
    /// @param positions [width, patches]
    /// @return [width, patches * batch]
    static Tensor draw(Steps steps, SiglipWeights weights, Tensor pixels, Tensor positions) {
        TensorContext ops = steps.ops();
        Tensor x = steps.linear(weights.patches(), pixels); // [width, patches, batch]
        steps.named(x, "patch_bias");
        Tensor placed = steps.named(ops.add(x, positions), "pos_embed"); // [width, patches, batch]
        Shape s = placed.shape();
        return ops.reshape(placed, Shape.of(s.ne0(), s.ne1() * s.ne2()));
    }
}
