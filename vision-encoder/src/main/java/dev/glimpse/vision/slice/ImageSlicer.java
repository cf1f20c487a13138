package dev.glimpse.vision.slice;

import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.resize.Resizer;
import java.util.ArrayList;
import java.util.List;

/// Carries out a [SlicePlan] on pixels. Thread-safe: keeps nothing between calls.
public final class ImageSlicer {
    private final Resizer resizer;

    public ImageSlicer(Resizer resizer) {
        this.resizer = resizer;
    }

    /// Resizes `image` to the overview and to the refined image, and cuts that. The slices are
    /// views of one refined image, which lives as long as any of them.
    ///
    /// @throws IllegalArgumentException if the plan is for another size
    public SlicedImage slice(RgbImage image, SlicePlan plan) {
        var size = new ImageSize(image.width(), image.height());
        if (!size.equals(plan.image())) {
            throw new IllegalArgumentException(
                    "image is " + size + " but the plan is for " + plan.image());
        }
        return new SlicedImage(
                plan,
                ImageSlice.whole(resized(image, plan.overview())),
                plan.slices().map(grid -> cut(image, grid)).orElse(List.of()));
    }

    private List<ImageSlice> cut(RgbImage image, SliceGrid grid) {
        RgbImage refined = resized(image, grid.refined());
        int width = grid.slice().width();
        int height = grid.slice().height();
        var slices = new ArrayList<ImageSlice>(grid.count());
        for (int row = 0; row < grid.rows(); row++) {
            for (int col = 0; col < grid.cols(); col++) {
                slices.add(new ImageSlice(refined, col * width, row * height, grid.slice()));
            }
        }
        return slices;
    }

    private RgbImage resized(RgbImage image, ImageSize size) {
        return resizer.resize(image, size.width(), size.height());
    }
}
