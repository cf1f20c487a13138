package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// MiniCPM-V 2.0 against its official code: a file in the form of the published one, see
/// `golden/siglip/README.md`.
@ExtendWith(NoLeaks.class)
class FirstModelTest {
    private static final String MODEL = "minicpmv2";
    private static final String TRAINED = "trained.position_embd";

    @TempDir private Path folder;

    /// A square slice, one that shrinks the table of 27x27 positions both ways, and one that
    /// shrinks it one way and stretches it the other.
    @ParameterizedTest
    @CsvSource({"1, 448, 448", "2, 280, 182", "3, 350, 350", "4, 322, 630"})
    void publishedFileInFloats(int seed, int width, int height) throws IOException {
        Path file = write(published().as(TensorType.F32));
        check(file, WeightPrecision.AS_STORED, Closeness.Bound.F32, seed, width, height);
    }

    @ParameterizedTest
    @CsvSource({"1, 448, 448", "4, 322, 630"})
    void fileWithPositionsAsTrained(int seed, int width, int height) throws IOException {
        GgufWriter model = published();
        model.remove(SiglipMetadata.POSITIONS).rename(TRAINED, SiglipMetadata.POSITIONS);
        Path file = write(model.as(TensorType.F32));
        check(file, WeightPrecision.AS_STORED, Closeness.Bound.F32, seed, width, height);
    }

    @Test
    void fileOfTheFirstExporter() throws IOException {
        GgufWriter model = published().as(TensorType.F32);
        model.rename(SiglipMetadata.POSITIONS, SiglipMetadata.OLD_POSITIONS);
        for (String part : List.of("weight", "bias")) {
            model.rename("v.patch_embd." + part, "v.patch_embd.proj." + part);
        }
        check(write(model), WeightPrecision.AS_STORED, Closeness.Bound.F32, 4, 322, 630);
    }

    @Test
    void fileThatSaysItsVersion() throws IOException {
        GgufWriter model = published().as(TensorType.F32);
        model.put("clip.minicpmv_version", new GgufValue.Int(GgufType.I32, 1));
        check(write(model), WeightPrecision.AS_STORED, Closeness.Bound.F32, 2, 280, 182);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightPrecision.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
    void everyPrecision(WeightPrecision precision) throws IOException {
        Path file = GoldenModel.unpack(MODEL, folder);
        var bound = Closeness.Bound.valueOf(precision.name());
        check(file, precision, bound, 1, 448, 448);
        check(file, precision, bound, 4, 322, 630);
    }

    @Test
    void fastest() throws IOException {
        Path file = GoldenModel.unpack(MODEL, folder);
        check(file, GoldenModel.quickest(), Closeness.Bound.FASTEST, 4, 322, 630);
    }

    /// Cut and resized as the official processor does it, an overview and two slices; and an image
    /// that is enlarged.
    @ParameterizedTest
    @CsvSource({"5, 700, 500, 3", "6, 250, 130, 1"})
    void wholeImages(int seed, int width, int height, int slices) throws IOException {
        Path file = write(published().as(TensorType.F32));
        try (var encoder =
                SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.AS_STORED))) {
            List<Patches> patches =
                    OfficialGolden.patches(
                            GeneratedImage.of(seed, width, height), encoder.config().slicing(), 9);
            assertThat(patches).hasSize(slices);
            float[] found = OfficialGolden.concatenated(encoder.encode(patches));
            Closeness.of(found, golden(seed, width, height))
                    .assertWithin(Closeness.Bound.F32, "image " + seed);
        }
    }

    @Test
    void whatElseIsInTheBatchChangesNothing() throws IOException {
        Path file = GoldenModel.unpack(MODEL, folder);
        var options = GoldenModel.options(WeightPrecision.F32).withScratchBytes(1L << 28);
        Patches one = GoldenModel.patches(2, 280, 182);
        Patches other = GoldenModel.patches(7, 280, 182);
        try (var encoder = SiglipEncoder.open(file, options)) {
            var together = encoder.encode(List.of(other, one));
            Closeness.of(GoldenModel.floats(together.get(1)), golden(2, 280, 182))
                    .assertWithin(Closeness.Bound.BATCHED, "in a batch");
        }
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() throws IOException {
        Path file =
                write(
                        published()
                                .remove("resampler.ln_kv.bias")
                                .remove("v.blk.2.ffn_up.weight")
                                .tensor(
                                        SiglipMetadata.QUERY_PLACES,
                                        TensorType.F32,
                                        () -> new float[256 * 63],
                                        256,
                                        63));
        assertThatThrownBy(() -> SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.F32)))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("3 tensors")
                .hasMessageContaining("resampler.ln_kv.bias is missing; expected 256x1")
                .hasMessageContaining("v.blk.2.ffn_up.weight is missing")
                .hasMessageContaining("resampler.pos_embed is 256x63; expected 256x64");
    }

    private GgufWriter published() throws IOException {
        return GoldenModel.copy(MODEL, folder);
    }

    private Path write(GgufWriter model) throws IOException {
        Path file = folder.resolve("changed.gguf");
        model.write(file);
        return file;
    }

    private static void check(
            Path file, WeightPrecision precision, Closeness.Bound bound, int... image)
            throws IOException {
        Patches slice = GoldenModel.patches(image[0], image[1], image[2]);
        var closeness =
                Closeness.of(
                        GoldenModel.encode(file, precision, slice),
                        golden(image[0], image[1], image[2]));
        System.getLogger(FirstModelTest.class.getName())
                .log(System.Logger.Level.INFO, image[0] + " " + precision + " " + closeness);
        closeness.assertWithin(bound, "image " + image[0] + " as " + precision);
    }

    private static float[] golden(int seed, int width, int height) throws IOException {
        return GoldenModel.embedding(MODEL + "_" + seed + "_" + width + "x" + height);
    }
}
