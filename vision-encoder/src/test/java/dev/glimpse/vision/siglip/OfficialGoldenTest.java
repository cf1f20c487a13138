package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the official implementation on photographs: embeddings, what the transformer hands to
/// resampler or mergers, and frames of a video compressed together. Each as the file stores its
/// weights and as the processor multiplies them fastest.
@ExtendWith(NoLeaks.class)
@EnabledIfSystemProperty(
        named = OfficialGolden.PROPERTY,
        matches = ".+",
        disabledReason = OfficialGolden.MISSING)
class OfficialGoldenTest {
    private static final List<WeightPrecision> PRECISIONS =
            List.of(WeightPrecision.AS_STORED, GoldenModel.quickest());

    @TempDir private Path folder;

    /// As the resampler takes them, uncut; 25 patches a side is where 2.6's rule of places and
    /// libmtmd's differ.
    @ParameterizedTest
    @CsvSource({
        "mmproj-v3, 224x224",
        "mmproj-v3, 280x182",
        "mmproj-v3, 350x350",
        "mmproj-v5-f16, 224x224",
        "mmproj-v5-f16, 280x182",
        "mmproj-v5-f16, 350x350",
    })
    void wholeImages(String model, String size) throws IOException {
        String golden = "resampler/raw_" + size;
        Patches slice = OfficialGolden.whole(OfficialGolden.raw(size));
        transformer("resampler/" + model, golden + ".vit", slice);
        for (WeightPrecision precision : PRECISIONS) {
            try (var encoder = open("resampler/" + model, precision)) {
                check(encoder.encode(List.of(slice)), precision, model, golden + ".embeddings");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mmproj-v3, h_280x182",
        "mmproj-v3, e_427x640",
        "mmproj-v3, d_500x333",
        "mmproj-v5-f16, h_280x182",
        "mmproj-v5-f16, e_427x640",
        "mmproj-v5-f16, d_500x333",
    })
    void slicesOfTheResampler(String model, String image) throws IOException {
        sliced("resampler/" + model, "resampler/" + image, List.of(image), 9);
    }

    @ParameterizedTest
    @CsvSource({
        "16x, a_224x224, '', 9",
        "16x, c_430x299, '', 9",
        "16x, d_500x333, '', 9",
        "16x, e_427x640, '', 9",
        "16x, f_800x600, '', 9",
        "16x, f_800x600, _max_slice_nums1, 1",
        "16x, g_800x120, '', 9",
        "16x, a_224x224 i_300x200, '', 9",
        "16x, a_224x224, _use_image_id0, 9",
        "4x, a_224x224, '', 9",
        "4x, d_500x333, '', 9",
        "4x, e_427x640, '', 9",
    })
    void slicesOfTheMergers(String factor, String images, String suffix, int maxSlices)
            throws IOException {
        String golden = "minicpmv4_6/" + images.replace(' ', '_') + "_" + factor + suffix;
        sliced("minicpmv4_6/mmproj-" + factor, golden, List.of(images.split(" ")), maxSlices);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16x", "4x"})
    void transformerBeforeTheMergers(String factor) throws IOException {
        String model = "minicpmv4_6/mmproj-" + factor;
        RgbImage image = OfficialGolden.image("a_224x224");
        Patches overview;
        try (var encoder = open(model, WeightPrecision.AS_STORED)) {
            overview = OfficialGolden.patches(image, encoder.config().slicing(), 1).getFirst();
        }
        transformer(model, "minicpmv4_6/a_224x224_" + factor + ".vit_hidden", overview);
    }

    /// 4.5's resampler: the photograph, upside down, mirrored, and turned.
    @ParameterizedTest
    @CsvSource({
        "mmproj-v3, one_frame_t5, CORNER, 5",
        "mmproj-v3, three_frames_t2_6_9, CORNER UPSIDE_DOWN MIRRORED, 2 6 9",
        "mmproj-v3, four_frames_t0_1_2_3, CORNER UPSIDE_DOWN MIRRORED TURNED, 0 1 2 3",
        "mmproj-v3, image_no_time, TURNED, ''",
        "mmproj-v5-f16, one_frame_t5, CORNER, 5",
        "mmproj-v5-f16, three_frames_t2_6_9, CORNER UPSIDE_DOWN MIRRORED, 2 6 9",
        "mmproj-v5-f16, four_frames_t0_1_2_3, CORNER UPSIDE_DOWN MIRRORED TURNED, 0 1 2 3",
        "mmproj-v5-f16, image_no_time, TURNED, ''",
    })
    void framesInTime(String model, String golden, String frames, String times) throws IOException {
        Path file = folder.resolve("v4.5.gguf");
        GgufWriter.copyOf(GgufFile.read(OfficialGolden.file("resampler/" + model + ".gguf")))
                .put("clip.minicpmv_version", 6)
                .write(file);
        RgbImage image = OfficialGolden.image("a_224x224");
        List<Patches> slices =
                Arrays.stream(frames.split(" "))
                        .map(frame -> MovedPixels.valueOf(frame).of(image, 224, 224))
                        .map(OfficialGolden::whole)
                        .toList();
        for (WeightPrecision precision : PRECISIONS) {
            try (var encoder = SiglipEncoder.open(file, OfficialGolden.options(precision))) {
                List<ImageEmbedding> found =
                        times.isEmpty()
                                ? encoder.encode(slices)
                                : List.of(encoder.encodeFrames(slices, numbers(times)));
                check(found, precision, model, "resampler/resampler3d_" + golden);
            }
        }
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    private static void sliced(String model, String golden, List<String> images, int maxSlices)
            throws IOException {
        for (WeightPrecision precision : PRECISIONS) {
            try (var encoder = open(model, precision)) {
                var slices = new ArrayList<Patches>();
                for (String image : images) {
                    slices.addAll(
                            OfficialGolden.patches(
                                    OfficialGolden.image(image),
                                    encoder.config().slicing(),
                                    maxSlices));
                }
                check(encoder.encode(slices), precision, model, golden + ".embeddings");
            }
        }
    }

    /// What comes out of the transformer's last norm.
    private static void transformer(String model, String golden, Patches slice) throws IOException {
        for (WeightPrecision precision : PRECISIONS) {
            try (var encoder = open(model, precision)) {
                var shape = BatchShape.slices(slice.grid(), 1);
                float[] steps =
                        encoder.runner()
                                .probe(shape, List.of(slice), Set.of("post_ln"))
                                .get("post_ln");
                SiglipConfig config = encoder.config();
                float[] found =
                        StepRows.rowByRow(
                                steps, config.vit().width(), slice.grid(), config.halvings());
                check(found, precision, model, golden);
            }
        }
    }

    @MustBeClosed
    private static SiglipEncoder open(String model, WeightPrecision precision) {
        return SiglipEncoder.open(
                OfficialGolden.file(model + ".gguf"), OfficialGolden.options(precision));
    }

    private static void check(
            List<ImageEmbedding> found, WeightPrecision precision, String model, String golden)
            throws IOException {
        check(OfficialGolden.concatenated(found), precision, model, golden);
    }

    private static void check(float[] found, WeightPrecision precision, String model, String golden)
            throws IOException {
        var closeness = Closeness.of(found, OfficialGolden.floats(golden));
        String what = golden + " by " + model + " " + precision;
        System.getLogger(OfficialGoldenTest.class.getName())
                .log(System.Logger.Level.INFO, what + ": " + closeness);
        closeness.assertWithin(bound(model, precision), what);
    }

    private static Closeness.Bound bound(String model, WeightPrecision precision) {
        if (precision != WeightPrecision.AS_STORED) {
            return Closeness.Bound.FASTEST;
        }
        return model.contains("f16") ? Closeness.Bound.F16 : Closeness.Bound.F32;
    }
}
