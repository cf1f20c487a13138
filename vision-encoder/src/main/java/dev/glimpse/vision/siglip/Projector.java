package dev.glimpse.vision.siglip;

import java.util.OptionalInt;

/// What turns patches into the decoder's embeddings.
sealed interface Projector {
    /// Floats a row of the result: the decoder's width.
    int width();

    /// Learned queries that attend to all patches: 2.0 to 4.5.
    ///
    /// @param version which model it is
    /// @param queries rows of the result
    record Resampling(ResamplerVersion version, int queries, int width) implements Projector {
        /// Floats a head, the same in all models.
        static final int HEAD_SIZE = 128;

        int heads() {
            return width / HEAD_SIZE;
        }
    }

    /// Neighbouring patches become one: 4.6 and 4.7.
    ///
    /// @param windowAfter the block after which windows of 2x2 patches are merged, in models with
    ///   16 times fewer tokens; empty in those with 4 times fewer
    /// @param windowFfnWidth floats inside the window merger's feed-forward step; 1 without one
    /// @param ffnWidth floats inside the final merger's feed-forward step
    record Merging(OptionalInt windowAfter, int windowFfnWidth, int ffnWidth, int width)
            implements Projector {
        /// How often the sides of a grid are halved.
        int halvings() {
            return windowAfter.isPresent() ? 2 : 1;
        }
    }
}
