package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicedImage;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.ResizeRounding;
import dev.glimpse.vision.slice.resize.Resizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the official implementation on photographs, which are not ours to keep here:
/// `-Dglimpse.golden.dir=DIR` names the folder with `images`, `resampler` and `minicpmv4_6`.
@ExtendWith(NoLeaks.class)
@EnabledIfSystemProperty(
        named = "glimpse.golden.dir",
        matches = ".+",
        disabledReason = "the photographs are given by -Dglimpse.golden.dir")
class OfficialGoldenTest {
    private static final System.Logger LOGGER =
            System.getLogger(OfficialGoldenTest.class.getName());

    @ParameterizedTest
    @CsvSource({
        "resampler/mmproj-v3.gguf, resampler/raw_224x224, a_224x224, 0",
        "resampler/mmproj-v3.gguf, resampler/raw_280x182, h_280x182, 0",
        "resampler/mmproj-v3.gguf, resampler/h_280x182, h_280x182, 9",
        "resampler/mmproj-v3.gguf, resampler/e_427x640, e_427x640, 9",
        "resampler/mmproj-v3.gguf, resampler/d_500x333, d_500x333, 9",
        "resampler/mmproj-v5-f16.gguf, resampler/raw_224x224, a_224x224, 0",
        "resampler/mmproj-v5-f16.gguf, resampler/e_427x640, e_427x640, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/a_224x224_16x, a_224x224, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/c_430x299_16x, c_430x299, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/d_500x333_16x, d_500x333, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/e_427x640_16x, e_427x640, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/f_800x600_16x, f_800x600, 9",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/f_800x600_16x_max_slice_nums1, f_800x600, 1",
        "minicpmv4_6/mmproj-16x.gguf, minicpmv4_6/g_800x120_16x, g_800x120, 9",
        "minicpmv4_6/mmproj-4x.gguf, minicpmv4_6/a_224x224_4x, a_224x224, 9",
        "minicpmv4_6/mmproj-4x.gguf, minicpmv4_6/d_500x333_4x, d_500x333, 9",
        "minicpmv4_6/mmproj-4x.gguf, minicpmv4_6/e_427x640_4x, e_427x640, 9",
    })
    void embeddingsAreTheOfficialOnes(String model, String golden, String image, int maxSlices)
            throws IOException {
        Path folder = Path.of(System.getProperty("glimpse.golden.dir"));
        byte[] file = Files.readAllBytes(folder.resolve("images/" + image + ".png"));
        RgbImage pixels = new ImageDecoder(ImageLimits.DEFAULT).decode(file);
        float[] expected;
        try (var in = Files.newInputStream(folder.resolve(golden + ".embeddings.npy"))) {
            expected = NpyFile.read(in);
        }
        var options =
                new SiglipOptions(2, false, WeightPrecision.AS_STORED, OptionalLong.of(1 << 28));
        try (var encoder = SiglipEncoder.open(folder.resolve(model), options)) {
            var slices = patches(pixels, encoder.config().slicing(), maxSlices);
            float[] found = concatenated(encoder.encode(slices));
            var closeness = Closeness.of(found, expected);
            LOGGER.log(System.Logger.Level.INFO, golden + " " + model + ": " + closeness);
            closeness.assertWithin(
                    model.contains("f16") ? Closeness.Bound.F16 : Closeness.Bound.F32, golden);
        }
    }

    /// @param maxSlices 0 for the image as it is
    private static List<Patches> patches(RgbImage image, SlicingOptions options, int maxSlices) {
        var slices = new ArrayList<ImageSlice>();
        if (maxSlices == 0) {
            slices.add(ImageSlice.whole(image));
        } else {
            var plan =
                    new SlicePlanner(options.withMaxSlices(maxSlices))
                            .plan(new ImageSize(image.width(), image.height()));
            var resizer = Resizer.onCallingThread(ResizeRounding.PILLOW);
            SlicedImage sliced = new ImageSlicer(resizer).slice(image, plan);
            slices.add(sliced.overview());
            slices.addAll(sliced.slices());
        }
        return slices.stream()
                .map(slice -> Patches.of(slice, options.patchSide(), Normalization.STEPWISE))
                .toList();
    }

    private static float[] concatenated(List<ImageEmbedding> embeddings) {
        int length = embeddings.stream().mapToInt(e -> e.rows() * e.width()).sum();
        var all = new float[length];
        int offset = 0;
        for (ImageEmbedding embedding : embeddings) {
            embedding.copyTo(all, offset);
            offset += embedding.rows() * embedding.width();
        }
        return all;
    }
}
