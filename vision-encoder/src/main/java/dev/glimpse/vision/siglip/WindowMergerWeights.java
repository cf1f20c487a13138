package dev.glimpse.vision.siglip;

/// Attention within windows of four patches, which then become one.
///
/// @param beforeAttention [vit width]
/// @param beforeFeedForward over four patches one after the other, [4 vit width]
/// @param feedForward [4 vit width] to [vit width]
record WindowMergerWeights(
        LayerNorm beforeAttention,
        AttentionWeights attention,
        LayerNorm beforeFeedForward,
        FeedForwardWeights feedForward) {}
