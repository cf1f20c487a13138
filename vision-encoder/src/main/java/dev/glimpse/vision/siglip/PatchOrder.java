package dev.glimpse.vision.siglip;

import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.patch.PatchGrid;

/// In which order a slice's patches enter the graph.
///
/// The transformer does not care, as places are added to the patches themselves. With mergers the
/// four patches that become one follow one another, and so do the four of those that become one
/// later: windows are reshapes then. Within a window: left to right, then top to bottom; and so
/// windows within the grid.
final class PatchOrder {
    private PatchOrder() {}

    /// The order for a grid.
    ///
    /// @param halvings how often neighbours are merged; 0 for row by row
    /// @return indices of patches, row by row, in the order in which they enter
    static int[] of(PatchGrid grid, int halvings) {
        int side = 1 << halvings;
        if (grid.cols() % side != 0 || grid.rows() % side != 0) {
            throw new EncoderException(
                    "a slice of "
                            + grid.cols()
                            + "x"
                            + grid.rows()
                            + " patches; both sides must be multiples of "
                            + side);
        }
        var order = new int[grid.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = patch(i, grid, halvings);
        }
        return order;
    }

    /// The number of a place is its window's number times 4 plus the place in the window.
    private static int patch(int place, PatchGrid grid, int halvings) {
        int blocks = grid.cols() >> halvings;
        int block = place >> (2 * halvings);
        int row = block / blocks;
        int col = block % blocks;
        for (int level = halvings - 1; level >= 0; level--) {
            int inWindow = (place >> (2 * level)) & 3;
            row = 2 * row + inWindow / 2;
            col = 2 * col + inWindow % 2;
        }
        return row * grid.cols() + col;
    }
}
