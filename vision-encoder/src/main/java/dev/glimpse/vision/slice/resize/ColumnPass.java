package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.image.RgbImage;

/// The horizontal pass over a block of rows at a time. Confined to one thread.
///
/// The block is transposed: a line holds one column of it, all reds from top to bottom, then all
/// greens, then all blues. A ring of lines holds the columns that the current output column stands
/// on.
final class ColumnPass {
    /// Most rows in a block.
    static final int BLOCK_ROWS = 64;

    /// Columns transposed at once: enough for the memory to be read in runs.
    private static final int CHUNK = 192;

    /// Rows that [#transpose] takes in one step.
    private static final int STEP = 8;

    private final RgbImage source;
    private final AxisWeights weights;
    private final int lanes;
    private final byte[][] chunk;
    private final int[][] ring;
    private final int[] sum;
    private final int[][] block;

    /// @param blockRows rows of the largest block that will be asked for
    ColumnPass(RgbImage source, AxisWeights weights, int blockRows) {
        this.source = source;
        this.weights = weights;
        this.lanes = (blockRows + STEP - 1) / STEP * STEP;
        this.chunk = new byte[lanes][CHUNK * 3];
        this.ring = new int[weights.longest() + CHUNK][lanes * 3];
        this.sum = new int[lanes * 3];
        this.block = new int[blockRows][];
    }

    /// Resizes `rows` rows of the source, from `firstRow` on, into the lines of `target`, which is
    /// a ring: the line of a row stands at its number modulo the length.
    void resize(int firstRow, int rows, int[][] target) {
        for (int row = 0; row < rows; row++) {
            block[row] = target[(firstRow + row) % target.length];
        }
        int loaded = 0;
        for (int column = 0; column < weights.length(); column++) {
            while (loaded < weights.end(column)) {
                loaded += load(loaded, firstRow, rows);
            }
            WeightedSum.of(
                    ring,
                    weights.first(column),
                    weights.weights(column),
                    weights.fractionBits(),
                    sum);
            for (int row = 0; row < rows; row++) {
                int[] line = block[row];
                line[column * 3] = sum[row];
                line[column * 3 + 1] = sum[lanes + row];
                line[column * 3 + 2] = sum[2 * lanes + row];
            }
        }
    }

    /// Puts the next columns into the ring and says how many.
    private int load(int firstColumn, int firstRow, int rows) {
        int columns = Math.min(CHUNK, source.width() - firstColumn);
        for (int row = 0; row < rows; row++) {
            source.copyRow(firstColumn, firstRow + row, columns, chunk[row], 0);
        }
        // Rows beyond the block hold what was there before; nobody reads their sums.
        for (int row = 0; row < rows; row += STEP) {
            transpose(row, firstColumn, columns);
        }
        return columns;
    }

    private void transpose(int row, int firstColumn, int columns) {
        byte[] row0 = chunk[row];
        byte[] row1 = chunk[row + 1];
        byte[] row2 = chunk[row + 2];
        byte[] row3 = chunk[row + 3];
        byte[] row4 = chunk[row + 4];
        byte[] row5 = chunk[row + 5];
        byte[] row6 = chunk[row + 6];
        byte[] row7 = chunk[row + 7];
        int slot = firstColumn % ring.length;
        for (int column = 0; column < columns; column++) {
            int[] line = ring[slot];
            slot = slot + 1 == ring.length ? 0 : slot + 1;
            for (int channel = 0; channel < 3; channel++) {
                int from = column * 3 + channel;
                int to = channel * lanes + row;
                line[to] = row0[from] & 0xFF;
                line[to + 1] = row1[from] & 0xFF;
                line[to + 2] = row2[from] & 0xFF;
                line[to + 3] = row3[from] & 0xFF;
                line[to + 4] = row4[from] & 0xFF;
                line[to + 5] = row5[from] & 0xFF;
                line[to + 6] = row6[from] & 0xFF;
                line[to + 7] = row7[from] & 0xFF;
            }
        }
    }
}
