package dev.glimpse.vision.siglip;

/// Two layers with a GELU between them.
record FeedForwardWeights(Linear up, Gelu activation, Linear down) {}
