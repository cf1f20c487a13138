package dev.glimpse.runtime.canvas;

import java.util.List;

/// A run of a prompt.
public sealed interface CanvasPart {

    /// Text and markers.
    record Tokens(List<Integer> ids) implements CanvasPart {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }

    /// The embedding of one crop of a picture or of a video's frame: an overview, or a slice.
    ///
    /// @param rows of the decoder's tokens: patches by the encoder's merge, 4 or 2
    /// @param columns likewise
    record Crop(int rows, int columns) implements CanvasPart {
        /// More than any encoder gives.
        private static final int MAX_SIDE = 4096;

        public Crop {
            if (rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
                throw new IllegalArgumentException(
                        "a crop has "
                                + rows
                                + " rows and "
                                + columns
                                + " columns; allowed: 1 to "
                                + MAX_SIDE);
            }
        }
    }
}
