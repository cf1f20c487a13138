package dev.glimpse.vision.patch;

/// Which row of the table of position embeddings stands for a patch: the table is a square of
/// `tableSide` (70) x `tableSide` positions, and a grid of any size is stretched over it.
public enum BucketRule {
    /// `floor(tableSide * index / count)`: 4.6 and 4.7, and libmtmd for all versions.
    EXACT {
        @Override
        int bucket(int index, int count, int tableSide) {
            return (int) ((long) tableSide * index / count);
        }
    },
    /// What 2.0 to 4.5 compute, in `float`: `bucketize(arange(0, 1 - 1e-6, 1 / count), arange(1 /
    /// side, 1.0, 1 / side), right=True)`. One lower than [#EXACT] at some indices of some counts,
    /// such as 25, 49, 50, 98.
    ///
    /// PyTorch rounds `arange` in a way of its own: the step is a `float`; each whole run of 8
    /// values is counted in `double` from its first value, rounded to `float`; values after the
    /// last whole run are counted from 0.
    FLOAT32 {
        private static final int RUN = 8;

        @Override
        int bucket(int index, int count, int tableSide) {
            double step = 1f / count;
            int run = index / RUN * RUN;
            float position =
                    run + RUN <= count
                            ? (float) ((float) (run * step) + (index - run) * step)
                            : (float) (index * step);
            int bucket = 0;
            while (bucket < tableSide - 1 && position >= boundary(bucket, tableSide)) {
                bucket++;
            }
            return bucket;
        }

        private static float boundary(int index, int tableSide) {
            double step = 1.0 / tableSide;
            return (float) (step + index * step);
        }
    };

    /// The bucket of patch `index` of `count` along one side, 0 to `tableSide - 1`.
    abstract int bucket(int index, int count, int tableSide);

    /// Rows of the table for all patches of a grid, in the order of [Patches]: bucket of the row
    /// times `tableSide` plus bucket of the column.
    public int[] tableRows(PatchGrid grid, int tableSide) {
        if (tableSide < 1) {
            throw new IllegalArgumentException(
                    "tableSide is " + tableSide + "; it must be 1 or more");
        }
        var buckets = new int[grid.cols()];
        for (int col = 0; col < buckets.length; col++) {
            buckets[col] = bucket(col, grid.cols(), tableSide);
        }
        var rows = new int[grid.count()];
        for (int row = 0; row < grid.rows(); row++) {
            int first = bucket(row, grid.rows(), tableSide) * tableSide;
            for (int col = 0; col < buckets.length; col++) {
                rows[row * buckets.length + col] = first + buckets[col];
            }
        }
        return rows;
    }
}
