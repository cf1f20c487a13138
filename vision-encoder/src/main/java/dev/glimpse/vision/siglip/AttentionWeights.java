package dev.glimpse.vision.siglip;

/// Multi-head attention: what queries, keys, values and the result are projected with.
record AttentionWeights(Linear query, Linear key, Linear value, Linear out) {}
