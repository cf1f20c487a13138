package dev.glimpse.vision.patch;

import dev.glimpse.vision.slice.ImageSize;

/// How many patches a slice has on each side.
///
/// @param cols 1 or more
/// @param rows 1 or more
public record PatchGrid(int cols, int rows) {
    public PatchGrid {
        if (cols < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "patch grid is " + cols + "x" + rows + "; each side must be 1 or more");
        }
    }

    /// The grid of a slice whose sides are multiples of `patchSide` pixels.
    public static PatchGrid of(ImageSize slice, int patchSide) {
        if (patchSide < 1 || slice.width() % patchSide != 0 || slice.height() % patchSide != 0) {
            throw new IllegalArgumentException(
                    "slice is "
                            + slice
                            + " and patches have "
                            + patchSide
                            + " pixels a side; both sides must be multiples of that");
        }
        return new PatchGrid(slice.width() / patchSide, slice.height() / patchSide);
    }

    /// Patches in all.
    public int count() {
        return Math.multiplyExact(cols, rows);
    }
}
