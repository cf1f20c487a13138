package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.image.RgbImage;

/// The vertical pass over a band of output rows, pulling input rows through a [ColumnPass] as it
/// goes. Confined to one thread; bands are independent of each other, so rows at their borders are
/// taken through the horizontal pass once for each band.
final class RowPass {
    private final AxisWeights weights;
    private final ColumnPass columns;
    private final int blockRows;
    private final int[][] ring;
    private final int[] sum;

    RowPass(RgbImage source, AxisWeights columnWeights, AxisWeights weights) {
        this.weights = weights;
        this.blockRows = Math.min(ColumnPass.BLOCK_ROWS, source.height());
        this.columns = new ColumnPass(source, columnWeights, blockRows);
        int width = columnWeights.length() * 3;
        this.ring = new int[weights.longest() + blockRows][width];
        this.sum = new int[width];
    }

    /// Writes output rows `firstRow` to `endRow - 1` to their place in `target`.
    void resize(int firstRow, int endRow, byte[] target) {
        int loaded = weights.first(firstRow);
        int end = weights.end(endRow - 1);
        for (int row = firstRow; row < endRow; row++) {
            while (loaded < weights.end(row)) {
                int rows = Math.min(blockRows, end - loaded);
                columns.resize(loaded, rows, ring);
                loaded += rows;
            }
            WeightedSum.of(
                    ring, weights.first(row), weights.weights(row), weights.fractionBits(), sum);
            narrow(sum, target, row * sum.length);
        }
    }

    private static void narrow(int[] values, byte[] target, int offset) {
        for (int i = 0; i < values.length; i++) {
            target[offset + i] = (byte) values[i];
        }
    }
}
