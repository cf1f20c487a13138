package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;

/// How rows are split for attention.
///
/// @param heads heads a row
/// @param rows rows that see each other
/// @param batch sets of such rows
record AttentionShape(int heads, int rows, int batch) {
    /// Rows of all heads, [n * heads, rows * batch], as [n, heads, rows, batch].
    Shape split(Tensor rowsOfHeads) {
        return new Shape(rowsOfHeads.shape().ne0() / heads, heads, rows, batch);
    }
}
