package dev.glimpse.vision.slice;

import java.util.Optional;

/// What is made of an image of one size.
///
/// @param image size of the image as it comes
/// @param overview size all of it is resized to; the aspect is not kept to the last pixel
/// @param slices the grid of slices; empty where the overview is all there is
public record SlicePlan(ImageSize image, ImageSize overview, Optional<SliceGrid> slices) {

    /// How many images the encoder sees: the overview and the slices.
    public int crops() {
        return 1 + slices.map(SliceGrid::count).orElse(0);
    }
}
