package dev.glimpse.vision.slice;

/// Equal slices that tile the refined image.
///
/// @param cols slices side by side, 1 or more
/// @param rows slices one below the other, 1 or more
/// @param slice size of each
public record SliceGrid(int cols, int rows, ImageSize slice) {
    public SliceGrid {
        if (cols < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "grid is " + cols + "x" + rows + "; each side must be 1 or more");
        }
    }

    /// How many slices there are.
    public int count() {
        return cols * rows;
    }

    /// Size of the image that is cut into the slices.
    public ImageSize refined() {
        return new ImageSize(
                Math.multiplyExact(cols, slice.width()), Math.multiplyExact(rows, slice.height()));
    }
}
