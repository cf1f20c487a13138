package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.patch.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Against a reference in double precision, which equals the official implementation to 1e-6.
@ExtendWith(NoLeaks.class)
class SiglipGoldenTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 350, 350", "2, 280, 182", "3, 140, 98"})
    void resamplerInFloats(int seed, int width, int height) throws IOException {
        Path file = folder.resolve("f32.gguf");
        GoldenModel.copy(GoldenModel.RESAMPLER, folder).as(TensorType.F32).write(file);
        check(
                file,
                WeightPrecision.AS_STORED,
                "resampled_" + seed,
                Closeness.Bound.F32,
                seed,
                width,
                height);
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 224, 168", "4, 5, 112, 448", "2, 4, 224, 168", "2, 5, 112, 448"})
    void mergersInFloats(int factor, int seed, int width, int height) throws IOException {
        Path file = folder.resolve("f32.gguf");
        GoldenModel.copy(GoldenModel.MERGER, folder)
                .as(TensorType.F32)
                .put("clip.vision.projector.scale_factor", factor)
                .write(file);
        check(
                file,
                WeightPrecision.AS_STORED,
                "merged_" + factor + "_" + seed,
                Closeness.Bound.F32,
                seed,
                width,
                height);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightPrecision.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
    void everyPrecisionOfTheResampler(WeightPrecision precision) throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.RESAMPLER, folder);
        var bound = Closeness.Bound.valueOf(precision.name());
        check(file, precision, "resampled_1", bound, 1, 350, 350);
        check(file, precision, "resampled_2", bound, 2, 280, 182);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightPrecision.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
    void everyPrecisionOfTheMergers(WeightPrecision precision) throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.MERGER, folder);
        var bound = Closeness.Bound.valueOf(precision.name());
        check(file, precision, "merged_4_4", bound, 4, 224, 168);
    }

    @Test
    void framesOfAVideoAreCompressedTogether() throws IOException {
        Path file = folder.resolve("v4.5.gguf");
        GoldenModel.copy(GoldenModel.RESAMPLER, folder)
                .as(TensorType.F32)
                .put("clip.minicpmv_version", 6)
                .write(file);
        List<Patches> frames =
                List.of(
                        GoldenModel.patches(6, 140, 98),
                        GoldenModel.patches(7, 140, 98),
                        GoldenModel.patches(8, 140, 98));
        try (var encoder = SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.F32))) {
            float[] found = GoldenModel.floats(encoder.encodeFrames(frames, List.of(2, 6, 9)));
            assertThat(found).hasSize(64 * 256);
            Closeness.of(found, GoldenModel.embedding("frames"))
                    .assertWithin(Closeness.Bound.F32, "three frames");
        }
    }

    private static void check(
            Path file,
            WeightPrecision precision,
            String golden,
            Closeness.Bound bound,
            int... image)
            throws IOException {
        Patches slice = GoldenModel.patches(image[0], image[1], image[2]);
        float[] expected = GoldenModel.embedding(golden + "_" + image[1] + "x" + image[2]);
        var closeness = Closeness.of(GoldenModel.encode(file, precision, slice), expected);
        System.getLogger(SiglipGoldenTest.class.getName())
                .log(System.Logger.Level.INFO, golden + " " + precision + " " + closeness);
        closeness.assertWithin(bound, golden + " as " + precision);
    }
}
