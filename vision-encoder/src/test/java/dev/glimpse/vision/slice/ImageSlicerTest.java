package dev.glimpse.vision.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.resize.Resizer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ImageSlicerTest {
    private final Resizer resizer = Resizer.onCallingThread(ResizeRounding.PILLOW);
    private final ImageSlicer slicer = new ImageSlicer(resizer);

    @Test
    void slicesTileTheRefinedImageRowByRow() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            RgbImage image = GeneratedImage.of(i, 1 + random.nextInt(150), 1 + random.nextInt(150));
            var size = new ImageSize(image.width(), image.height());
            var options = new SlicingOptions(1 + random.nextInt(9), 2, 4, 32, 1 << 20);
            SlicePlan plan = new SlicePlanner(options).plan(size);
            SlicedImage sliced = slicer.slice(image, plan);
            String what = "seed " + seed + ": " + plan;
            assertThat(sliced.crops()).as(what).hasSize(plan.crops());
            assertThat(sliced.overview().size()).as(what).isEqualTo(plan.overview());
            assertThat(pixels(sliced.overview()))
                    .as(what)
                    .isEqualTo(
                            resizer.resize(
                                    image, plan.overview().width(), plan.overview().height()));
            plan.slices()
                    .ifPresent(grid ->
                            assertThat(joined(sliced.slices(), grid))
                                    .as(what)
                                    .isEqualTo(
                                            resizer.resize(
                                                    image,
                                                    grid.refined().width(),
                                                    grid.refined().height())));
        }
    }

    private static RgbImage pixels(ImageSlice slice) {
        int rowBytes = slice.size().width() * 3;
        var pixels = new byte[rowBytes * slice.size().height()];
        for (int y = 0; y < slice.size().height(); y++) {
            slice.copyRow(y, pixels, y * rowBytes);
        }
        return RgbImage.takeOver(slice.size().width(), slice.size().height(), pixels);
    }

    private static RgbImage joined(List<ImageSlice> slices, SliceGrid grid) {
        ImageSize refined = grid.refined();
        var pixels = new byte[refined.width() * refined.height() * 3];
        for (int y = 0; y < refined.height(); y++) {
            for (int col = 0; col < grid.cols(); col++) {
                int row = y / grid.slice().height();
                slices.get(row * grid.cols() + col)
                        .copyRow(
                                y % grid.slice().height(),
                                pixels,
                                (y * refined.width() + col * grid.slice().width()) * 3);
            }
        }
        return RgbImage.takeOver(refined.width(), refined.height(), pixels);
    }

    @Test
    void slicesShareOneRefinedImage() {
        RgbImage image = GeneratedImage.of(1, 900, 500);
        SlicePlan plan = new SlicePlanner(SlicingOptions.merging()).plan(new ImageSize(900, 500));
        List<ImageSlice> slices = slicer.slice(image, plan).slices();
        assertThat(slices).hasSize(2);
        assertThat(slices.get(0).image()).isSameAs(slices.get(1).image());
    }

    @Test
    void imageOfTheRightSizeIsNotCopied() {
        RgbImage image = GeneratedImage.of(1, 448, 448);
        SlicePlan plan = new SlicePlanner(SlicingOptions.merging()).plan(new ImageSize(448, 448));
        assertThat(slicer.slice(image, plan).overview().image()).isSameAs(image);
    }

    @Test
    void planOfAnotherSizeIsRefused() {
        var plan = new SlicePlan(new ImageSize(4, 4), new ImageSize(4, 4), Optional.empty());
        RgbImage image = GeneratedImage.of(1, 4, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slicer.slice(image, plan))
                .withMessage("image is 4x5 but the plan is for 4x4");
    }

    @Test
    void sliceStaysInsideItsImage() {
        RgbImage image = GeneratedImage.of(1, 4, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSlice(image, 2, 0, new ImageSize(3, 5)))
                .withMessage("slice 3x5 at (2, 0) is not inside the image, which is 4x5");
        var slice = new ImageSlice(image, 1, 1, new ImageSize(2, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> slice.copyRow(2, new byte[6], 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> slice.copyRow(0, new byte[5], 0));
    }
}
