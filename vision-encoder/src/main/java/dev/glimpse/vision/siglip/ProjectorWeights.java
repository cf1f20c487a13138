package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import java.util.Optional;

/// The weights of a [Projector].
sealed interface ProjectorWeights {

    /// Of 2.0 to 4.5.
    ///
    /// @param query [width, queries]
    /// @param queryPlaces added to the queries, [width, queries]; of 2.0 alone
    /// @param keyValue [vit width, width]
    /// @param projection [width, width]
    record Resampling(
            Tensor query,
            LayerNorm queryNorm,
            Optional<Tensor> queryPlaces,
            Matrix keyValue,
            LayerNorm keyValueNorm,
            AttentionWeights attention,
            LayerNorm afterAttention,
            Matrix projection)
            implements ProjectorWeights {}

    /// Of 4.6 and 4.7.
    ///
    /// @param window the merger between blocks, in models with 16 times fewer tokens
    /// @param norm over four patches one after the other, [4 vit width]
    record Merging(
            Optional<WindowMergerWeights> window, LayerNorm norm, FeedForwardWeights feedForward)
            implements ProjectorWeights {}
}
