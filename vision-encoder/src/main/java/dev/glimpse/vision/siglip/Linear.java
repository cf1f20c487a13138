package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;

/// `y = weight x + bias`.
///
/// @param weight [in, out]
/// @param bias `[out]`
record Linear(Matrix weight, Tensor bias) {}
