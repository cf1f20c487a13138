package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;

/// How rows are split for attention.
///
/// @param headSize floats a head
/// @param heads heads a row
/// @param rows rows that see each other
/// @param batch sets of such rows
record AttentionShape(int headSize, int heads, int rows, int batch) {
    /// Rows of all heads as [head size, heads, rows, batch].
    Shape split() {
        return new Shape(headSize, heads, rows, batch);
    }
}
