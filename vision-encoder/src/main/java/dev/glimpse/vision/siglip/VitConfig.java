package dev.glimpse.vision.siglip;

/// The transformer's extents.
///
/// @param width floats a patch
/// @param heads attention heads; they divide `width`
/// @param blocks transformer blocks
/// @param ffnWidth floats a patch inside a feed-forward step
/// @param activation between the layers of a feed-forward step
/// @param epsilon added to the variance by layer norms
record VitConfig(int width, int heads, int blocks, int ffnWidth, Gelu activation, float epsilon) {
    /// Numbers in the matrices of all blocks.
    long weights() {
        return blocks * (4L * width * width + 2L * width * ffnWidth);
    }

    /// Floats a head.
    int headSize() {
        return width / heads;
    }
}
