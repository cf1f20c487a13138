package dev.glimpse.vision.slice;

import java.util.ArrayList;
import java.util.List;

/// An image, cut and resized.
///
/// @param plan how
/// @param overview all of the image
/// @param slices from left to right, then from top to bottom; none where the plan has none
public record SlicedImage(SlicePlan plan, ImageSlice overview, List<ImageSlice> slices) {
    public SlicedImage {
        slices = List.copyOf(slices);
    }

    /// Overview and slices, in the order of the prompt.
    public List<ImageSlice> crops() {
        var crops = new ArrayList<ImageSlice>(1 + slices.size());
        crops.add(overview);
        crops.addAll(slices);
        return List.copyOf(crops);
    }
}
