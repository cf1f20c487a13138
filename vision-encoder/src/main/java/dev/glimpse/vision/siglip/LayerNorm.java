package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;

/// Rows shifted and scaled to mean 0 and variance 1, then `weight x + bias` number by number.
///
/// @param weight `[width]`
/// @param bias `[width]`
record LayerNorm(Tensor weight, Tensor bias) {}
