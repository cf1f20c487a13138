package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;

/// What one graph computes.
///
/// @param grid patches of each slice
/// @param frames slices that a resampler compresses together; 1 but for packed video frames
/// @param groups how many results
record BatchShape(PatchGrid grid, int frames, int groups) {
    BatchShape {
        if (frames < 1 || groups < 1) {
            throw new IllegalArgumentException(frames + " frames, " + groups + " groups");
        }
    }

    /// Slices, each a result of its own.
    static BatchShape slices(PatchGrid grid, int count) {
        return new BatchShape(grid, 1, count);
    }

    /// Slices in all.
    int slices() {
        return frames * groups;
    }

    /// Patches in all.
    long patches() {
        return (long) grid.count() * slices();
    }
}
