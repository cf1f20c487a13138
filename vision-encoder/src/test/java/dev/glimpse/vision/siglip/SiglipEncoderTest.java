package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.patch.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SiglipEncoderTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = WeightPrecision.class,
            names = {"F32", "BF16", "Q8_0"})
    void batchedEqualsAlone(WeightPrecision precision) throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.MERGER, folder);
        List<Patches> slices =
                List.of(
                        GoldenModel.patches(4, 224, 168),
                        GoldenModel.patches(5, 112, 448),
                        GoldenModel.patches(9, 224, 168),
                        GoldenModel.patches(10, 224, 168));
        try (var encoder = SiglipEncoder.open(file, GoldenModel.options(precision))) {
            List<ImageEmbedding> together = encoder.encode(slices);
            for (int i = 0; i < slices.size(); i++) {
                float[] alone =
                        GoldenModel.floats(encoder.encode(List.of(slices.get(i))).getFirst());
                Closeness.of(GoldenModel.floats(together.get(i)), alone)
                        .assertWithin(Closeness.Bound.BATCHED, "slice " + i);
            }
        }
    }

    @Test
    void slicesBeyondTheMemoryGoThroughSeveralGraphs() throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.RESAMPLER, folder);
        List<Patches> slices =
                List.of(
                        GoldenModel.patches(2, 280, 182),
                        GoldenModel.patches(3, 280, 182),
                        GoldenModel.patches(2, 280, 182));
        var options = GoldenModel.options(WeightPrecision.F32);
        try (var roomy = SiglipEncoder.open(file, options);
                var tight = SiglipEncoder.open(file, options.withScratchBytes(1))) {
            assertThat(tight.plan().largestBatch()).isEqualTo(1);
            assertThat(roomy.plan().largestBatch()).isGreaterThan(1);
            List<ImageEmbedding> expected = roomy.encode(slices);
            List<ImageEmbedding> found = tight.encode(slices);
            for (int i = 0; i < slices.size(); i++) {
                Closeness.of(GoldenModel.floats(found.get(i)), GoldenModel.floats(expected.get(i)))
                        .assertWithin(Closeness.Bound.BATCHED, "slice " + i);
            }
            assertThat(GoldenModel.floats(found.get(0)))
                    .isEqualTo(GoldenModel.floats(found.get(2)));
        }
    }

    @Test
    void planIsKnownBeforeAndHeldAfter() throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.MERGER, folder);
        var options = GoldenModel.options(WeightPrecision.Q8_0);
        EncoderPlan plan = SiglipEncoder.plan(file, options);
        try (var encoder = SiglipEncoder.open(file, options)) {
            assertThat(encoder.plan()).isEqualTo(plan);
            assertThat(encoder.runner().scratchBytes())
                    .isBetween(plan.scratchBytes(), plan.scratchBytes() + (1 << 12));
            assertThat(plan.toString()).contains("MiB of weights in", "MiB of scratch for");
        }
        EncoderPlan floats = SiglipEncoder.plan(file, options.withPrecision(WeightPrecision.F32));
        assertThat(floats.bytes()).isGreaterThan(plan.bytes());
    }

    /// Widths of 256, as K-quants store that many together; the inner width of 272 fits neither
    /// them nor the others.
    @ParameterizedTest
    @CsvSource({
        "F32, F32",
        "F16, F16",
        "BF16, BF16",
        "Q8_0, Q8_0",
        "Q4_0, Q4_0",
        "Q4_1, Q4_0",
        "Q5_0, Q4_0",
        "Q5_1, Q4_0",
        "Q4_K, Q4_0",
        "Q5_K, Q4_0",
        "Q6_K, Q8_0"
    })
    void everyStoredTypeLoads(TensorType type, Closeness.Bound bound) throws IOException {
        var shape = new SyntheticModel(256, 4, 2, 272, 3);
        Path floats = folder.resolve("f32.gguf");
        Path stored = folder.resolve("stored.gguf");
        shape.resampling(TensorType.F32, 16, 256).write(floats);
        shape.resampling(type, 16, 256).write(stored);
        Patches slice = GoldenModel.patches(1, 126, 70);
        float[] expected = GoldenModel.encode(floats, WeightPrecision.F32, slice);
        var precisions =
                new ArrayList<>(List.of(WeightPrecision.AS_STORED, WeightPrecision.FASTEST));
        if (FusedKernels.haveLinear()) {
            precisions.add(WeightPrecision.PACKED);
        }
        for (WeightPrecision precision : precisions) {
            var closeness = Closeness.of(GoldenModel.encode(stored, precision, slice), expected);
            Closeness.Bound rounded =
                    type.isQuantized() ? Closeness.Bound.REQUANTIZED : Closeness.Bound.Q8_0;
            closeness.assertWithin(
                    precision == WeightPrecision.AS_STORED ? bound : bound.atLeast(rounded),
                    type + " as " + precision);
        }
    }

    /// In each way to draw a step.
    @ParameterizedTest
    @EnumSource(
            value = WeightPrecision.class,
            names = {"AS_STORED", "Q8_0", "FASTEST"})
    void pausesWithinAGraphChangeNothing(WeightPrecision precision) throws IOException {
        Path file = folder.resolve("resampler.gguf");
        new SyntheticModel(256, 4, 6, 272, 3).resampling(TensorType.F16, 16, 256).write(file);
        var slices = List.of(GoldenModel.patches(1, 126, 70), GoldenModel.patches(2, 126, 70));
        var pauses = new AtomicInteger();
        var usual = SiglipOptions.of(new EncoderOptions(2, false)).withPrecision(precision);
        var pausing =
                SiglipOptions.of(new EncoderOptions(2, false).withPause(pauses::incrementAndGet))
                        .withPrecision(precision);
        try (var whole = SiglipEncoder.open(file, usual);
                var parts = SiglipEncoder.open(file, pausing)) {
            var expected = whole.encode(slices).stream().map(GoldenModel::floats).toList();
            var found = parts.encode(slices).stream().map(GoldenModel::floats).toList();
            assertThat(found.getFirst()).isEqualTo(expected.getFirst());
            assertThat(found.getLast()).isEqualTo(expected.getLast());
        }
        assertThat(pauses.get()).isGreaterThan(3);
    }

    @Test
    void oldExportsWithSwappedNamesLoad() throws IOException {
        var shape = new SyntheticModel(64, 4, 2, 96, 3);
        Path usual = folder.resolve("usual.gguf");
        Path old = folder.resolve("old.gguf");
        shape.resampling(TensorType.F32, 16, 128).write(usual);
        GgufWriter swapped = shape.resampling(TensorType.F32, 16, 128);
        for (int block = 0; block < 2; block++) {
            for (String part : List.of("weight", "bias")) {
                String up = "v.blk." + block + ".ffn_up." + part;
                String down = "v.blk." + block + ".ffn_down." + part;
                swapped.rename(up, "other").rename(down, up).rename("other", down);
            }
        }
        swapped.write(old);
        Patches slice = GoldenModel.patches(1, 70, 56);
        for (WeightPrecision precision :
                List.of(WeightPrecision.F32, WeightPrecision.Q8_0, WeightPrecision.FASTEST)) {
            assertThat(GoldenModel.encode(old, precision, slice))
                    .isEqualTo(GoldenModel.encode(usual, precision, slice));
        }
    }

    /// Some converters know 4.7 by the name of 4.6, where only what people read differs.
    @ParameterizedTest
    @ValueSource(ints = {4, 2})
    void filesOf47AreDrawnAsThoseOf46(int factor) throws IOException {
        Path older = folder.resolve("4.6.gguf");
        Path newer = folder.resolve("4.7.gguf");
        for (Path file : List.of(older, newer)) {
            GgufWriter writer =
                    new SyntheticModel(64, 4, 2, 96, 5)
                            .merging(TensorType.F16, 128)
                            .put("clip.vision.projector.scale_factor", factor);
            if (file.equals(newer)) {
                writer.put("general.name", "MiniCPM-V 4.7")
                        .put("clip.projector_type", "minicpmv4_7");
            }
            writer.write(file);
        }
        Patches slice = GoldenModel.patches(1, 112, 56);
        assertThat(SiglipVisionEncoder.draws(GgufFile.read(newer))).isTrue();
        assertThat(GoldenModel.encode(newer, WeightPrecision.FASTEST, slice))
                .isEqualTo(GoldenModel.encode(older, WeightPrecision.FASTEST, slice));
    }

    @Test
    void allMissingAndMisshapenTensorsAreNamedAtOnce() throws IOException {
        Path file = folder.resolve("damaged.gguf");
        new SyntheticModel(64, 4, 2, 96, 3)
                .resampling(TensorType.F32, 16, 128)
                .remove("v.blk.1.attn_q.weight")
                .remove("v.post_ln.bias")
                .remove("resampler.ln_kv.weight")
                .tensor("v.blk.0.ln2.weight", TensorType.F32, () -> new float[63], 63)
                .tensor("resampler.proj.weight", TensorType.F32, () -> new float[128 * 64], 128, 64)
                .write(file);
        assertThatThrownBy(() -> SiglipEncoder.plan(file, GoldenModel.options(WeightPrecision.F32)))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("5 tensors")
                .hasMessageContaining("v.blk.1.attn_q.weight is missing; expected 64x64")
                .hasMessageContaining("v.post_ln.bias is missing")
                .hasMessageContaining("resampler.ln_kv.weight is missing")
                .hasMessageContaining("v.blk.0.ln2.weight is 63; expected 64x1")
                .hasMessageContaining("resampler.proj.weight is 128x64; expected 128x128");
    }

    @ParameterizedTest
    @CsvSource({
        "clip.vision.attention.head_count, 5, must divide",
        "clip.vision.embedding_length, 0, allowed: 1 to",
        "clip.vision.block_count, 40000, allowed: 1 to",
        "clip.vision.image_size, 7, at least 14",
        "clip.minicpmv_version, 77, MiniCPM-V 2.6",
        "clip.minicpmv_query_num, 0, allowed: 1 to",
        "clip.vision.patch_size, 70000, allowed: 1 to",
    })
    void impossibleMetadataIsRefused(String key, int value, String message) throws IOException {
        Path file = folder.resolve("impossible.gguf");
        new SyntheticModel(64, 4, 1, 96, 3)
                .resampling(TensorType.F32, 16, 128)
                .put(key, value)
                .write(file);
        assertThatThrownBy(() -> SiglipEncoder.plan(file, GoldenModel.options(WeightPrecision.F32)))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining(message);
    }

    @Test
    void gridsThatCannotBeMergedAreRefusedAndTheEncoderStaysUsable() throws IOException {
        Path file = GoldenModel.unpack(GoldenModel.MERGER, folder);
        try (var encoder = SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.F32))) {
            assertThatThrownBy(() -> encoder.encode(List.of(GoldenModel.patches(1, 84, 56))))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("multiples of 4");
            assertThatThrownBy(() ->
                            encoder.encodeFrames(
                                    List.of(GoldenModel.patches(1, 56, 56)), List.of(0)))
                    .hasMessageContaining("one by one");
            assertThat(encoder.encode(List.of(GoldenModel.patches(1, 56, 56))).getFirst().rows())
                    .isEqualTo(1);
        }
    }
}
