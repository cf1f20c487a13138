package dev.glimpse.vision.slice;

import dev.glimpse.vision.fault.ImageException;
import java.util.Optional;

/// The official slicing rules: from the size of an image to the sizes it is cut and resized to.
/// Immutable.
///
/// Some sizes stand on the last bit of a `double` (1120x1120 is cut into 3x2 slices, not 2x3), so
/// the operations and their order are those of the official Python: `double` throughout, `(int)`
/// where it truncates, [Math#rint] for its `round`, which rounds halves to the even neighbour.
///
/// Source: `get_sliced_grid`, `find_best_resize` and `get_refine_size` of transformers 5.18.0,
/// `image_processing_minicpmv4_6.py`; the same names in 2.6's `image_processing_minicpmv.py`.
public final class SlicePlanner {
    private final SlicingOptions options;

    public SlicePlanner(SlicingOptions options) {
        this.options = options;
    }

    /// Plans an image of this size.
    ///
    /// @throws ImageException if a crop would have more patches than the options allow
    public SlicePlan plan(ImageSize image) {
        Optional<Grid> grid = bestGrid(image);
        boolean fillBase = grid.isEmpty() || image.pixels() > basePixels();
        ImageSize overview = roundedSize(image.width(), image.height(), fillBase);
        checkPatches(image, overview);
        return new SlicePlan(image, overview, grid.map(cells -> slices(image, cells)));
    }

    private record Grid(int cols, int rows) {}

    /// The grid whose aspect is nearest to the image's, among those of about as many slices as the
    /// image has times the base area; empty where one such area is enough.
    private Optional<Grid> bestGrid(ImageSize image) {
        double logAspect = Math.log((double) image.width() / image.height());
        double areas = (double) image.pixels() / basePixels();
        int wanted = (int) Math.min(Math.ceil(areas), options.maxSlices());
        if (wanted <= 1) {
            return Optional.empty();
        }
        var best = new Grid(1, 1);
        double leastError = Double.POSITIVE_INFINITY;
        for (int count = Math.max(wanted - 1, 2);
                count <= Math.min(wanted + 1, options.maxSlices());
                count++) {
            for (int cols = 1; cols <= count; cols++) {
                int rows = count / cols;
                double error = Math.abs(logAspect - Math.log((double) cols / rows));
                if (cols * rows == count && error < leastError) {
                    best = new Grid(cols, rows);
                    leastError = error;
                }
            }
        }
        return Optional.of(best);
    }

    /// The size of the slices: the image is first rounded to whole pixels a slice, so that a slice
    /// has the aspect of its part of the image.
    private SliceGrid slices(ImageSize image, Grid grid) {
        double cellWidth = (double) roundedSide(image.width(), grid.cols()) / grid.cols();
        double cellHeight = (double) roundedSide(image.height(), grid.rows()) / grid.rows();
        ImageSize slice = roundedSize(cellWidth, cellHeight, true);
        checkPatches(image, slice);
        return new SliceGrid(grid.cols(), grid.rows(), slice);
    }

    /// A size of whole units; with `fillBase` first scaled to the base area, keeping the aspect.
    private ImageSize roundedSize(double width, double height, boolean fillBase) {
        double fittedWidth = width;
        double fittedHeight = height;
        if (fillBase) {
            double aspect = width / height;
            fittedHeight = (int) (options.baseSide() / Math.sqrt(aspect));
            fittedWidth = (int) (fittedHeight * aspect);
        }
        return new ImageSize(
                roundedSide(fittedWidth, options.sideUnit()),
                roundedSide(fittedHeight, options.sideUnit()));
    }

    /// The multiple of `unit` nearest to `length`, but at least one `unit`.
    private static int roundedSide(double length, int unit) {
        return Math.max(Math.toIntExact((long) Math.rint(length / unit) * unit), unit);
    }

    private double basePixels() {
        return (double) options.baseSide() * options.baseSide();
    }

    private void checkPatches(ImageSize image, ImageSize crop) {
        long patches =
                (long) (crop.width() / options.patchSide()) * (crop.height() / options.patchSide());
        if (patches > options.maxPatches()) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    "image "
                            + image
                            + " is so long and narrow that it is resized to "
                            + crop
                            + ", which has "
                            + patches
                            + " patches; limit is "
                            + options.maxPatches()
                            + " (SlicingOptions.maxPatches); crop the image");
        }
    }
}
