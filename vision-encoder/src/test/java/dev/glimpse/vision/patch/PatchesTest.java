package dev.glimpse.vision.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.GoldenFile;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SliceGrid;
import dev.glimpse.vision.slice.SlicePlan;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicedImage;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.Resizer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PatchesTest {

    /// From the image to the floats that enter the model: slicing, resizing, cutting, normalizing
    /// and the order of patches at once.
    @Test
    void cropsEqualTheOfficialProcessorToTheBit() {
        List<GoldenFile.Row> rows = GoldenFile.rows("processor.csv");
        assertThat(rows).hasSize(94);
        SlicedImage sliced = null;
        for (GoldenFile.Row row : rows) {
            boolean pillow = row.text(0).equals("PILLOW");
            if (row.number(7) == 0) {
                sliced = sliced(row);
            }
            ImageSlice crop = sliced.crops().get(row.number(7));
            Patches patches =
                    Patches.of(crop, 14, pillow ? Normalization.STEPWISE : Normalization.FUSED);
            assertThat(patches.grid())
                    .as(row.toString())
                    .isEqualTo(new PatchGrid(row.number(8), row.number(9)));
            assertThat(GoldenFile.sha256(littleEndian(patches)))
                    .as(row.toString())
                    .isEqualTo(row.text(10));
        }
    }

    private static SlicedImage sliced(GoldenFile.Row row) {
        var size = new ImageSize(row.number(2), row.number(3));
        SlicePlan plan =
                new SlicePlanner(SlicingOptions.merging().withMaxSlices(row.number(4))).plan(size);
        assertThat(plan.slices().map(SliceGrid::cols).orElse(0)).isEqualTo(row.number(5));
        assertThat(plan.slices().map(SliceGrid::rows).orElse(0)).isEqualTo(row.number(6));
        RgbImage image = GeneratedImage.of(row.number(1), size.width(), size.height());
        return new ImageSlicer(Resizer.onCallingThread(ResizeRounding.valueOf(row.text(0))))
                .slice(image, plan);
    }

    private static byte[] littleEndian(Patches patches) {
        int values = patches.grid().count() * patches.patchValues();
        var floats = new float[values];
        patches.copyTo(MemorySegment.ofArray(floats), 0);
        ByteBuffer bytes = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    @Test
    void valuesGoAlongXThenYThenChannelThenPatch() {
        RgbImage image = GeneratedImage.of(3, 12, 9);
        var slice = new ImageSlice(image, 2, 1, new ImageSize(9, 6));
        Patches patches = Patches.of(slice, 3, Normalization.STEPWISE);
        assertThat(patches.grid()).isEqualTo(new PatchGrid(3, 2));
        assertThat(patches.patchValues()).isEqualTo(27);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 9; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int patch = y / 3 * 3 + x / 3;
                    int index = channel * 9 + y % 3 * 3 + x % 3;
                    assertThat(patches.value(patch, index))
                            .isEqualTo((image.sample(2 + x, 1 + y, channel) / 255f - 0.5f) / 0.5f);
                }
            }
        }
    }

    @Test
    void copyThatDoesNotFitIsRefused() {
        Patches patches =
                Patches.of(ImageSlice.whole(GeneratedImage.of(3, 4, 4)), 2, Normalization.FUSED);
        MemorySegment exact = MemorySegment.ofArray(new float[48]);
        patches.copyTo(exact, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> patches.copyTo(exact, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> patches.value(0, 12));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> patches.value(4, 0));
    }

    @Test
    void sliceOfPartPatchesIsRefused() {
        ImageSlice slice = ImageSlice.whole(GeneratedImage.of(3, 28, 15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Patches.of(slice, 14, Normalization.STEPWISE))
                .withMessage(
                        "slice is 28x15 and patches have 14 pixels a side; both sides must be"
                                + " multiples of that");
    }

    @Test
    void normalizationsDifferInTheLastBitsOnly() {
        float[] stepwise = Normalization.STEPWISE.table();
        float[] fused = Normalization.FUSED.table();
        assertThat(stepwise[132]).isNotEqualTo(fused[132]);
        for (int value = 0; value < 256; value++) {
            assertThat(Math.abs(stepwise[value] - fused[value])).isLessThan(2e-7f);
        }
        assertThat(fused[0]).isEqualTo(-1f);
        assertThat(stepwise[255]).isEqualTo(1f);
    }
}
