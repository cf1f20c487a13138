package dev.glimpse.vision.siglip;

import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import java.util.List;

/// What encodes slices, whoever's they are.
interface SliceGraphs {
    /// How many of `wanted` slices of a grid go through one graph; 1 or more.
    int largestBatch(PatchGrid grid, int wanted);

    /// Encodes slices.
    ///
    /// @return an embedding a slice, in the same order
    List<ImageEmbedding> encode(List<Patches> slices);
}
