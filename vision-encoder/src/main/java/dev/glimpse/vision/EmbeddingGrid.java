package dev.glimpse.vision;

/// How the rows of an [ImageEmbedding] lie in its slice: line by line.
///
/// @param lines from top to bottom
/// @param columns rows of floats a line
public record EmbeddingGrid(int lines, int columns) {
    public EmbeddingGrid {
        if (lines < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a grid of " + lines + " lines and " + columns + " columns");
        }
    }

    /// Rows of floats.
    public int size() {
        return Math.multiplyExact(lines, columns);
    }
}
