package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;

/// Brings the rows of a graph's steps, which are in the order of [PatchOrder], row by row as others
/// have them.
final class StepRows {
    private StepRows() {}

    /// @param values of a step with a row for each patch, or for each window of four
    /// @param grid patches of the slice
    /// @param halvings how often neighbours are merged in all; 0 for row by row as it is
    static float[] rowByRow(float[] values, int width, PatchGrid grid, int halvings) {
        if (halvings == 0) {
            return values;
        }
        int rows = values.length / width;
        int merged = rows == grid.count() ? 0 : 1;
        var left = new PatchGrid(grid.cols() >> merged, grid.rows() >> merged);
        int[] order = PatchOrder.of(left, halvings - merged);
        var sorted = new float[values.length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * width, sorted, order[i] * width, width);
        }
        return sorted;
    }
}
