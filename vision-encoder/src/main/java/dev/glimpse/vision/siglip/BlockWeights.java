package dev.glimpse.vision.siglip;

/// A transformer block.
record BlockWeights(
        LayerNorm beforeAttention,
        AttentionWeights attention,
        LayerNorm beforeFeedForward,
        FeedForwardWeights feedForward) {}
