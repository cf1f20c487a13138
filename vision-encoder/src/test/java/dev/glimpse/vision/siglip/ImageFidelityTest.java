package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.EncoderPrecision;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.resize.Resizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users choose of how exactly images are encoded.
@ExtendWith(NoLeaks.class)
class ImageFidelityTest {
    private static final ImageFidelity AS_STORED =
            ImageFidelity.DEFAULT.withPrecision(EncoderPrecision.AS_STORED);

    @TempDir private Path folder;

    @Test
    void asStoredIsWithinWhatRoundedActivationsLose() {
        RgbImage image = GeneratedImage.of(5, 300, 200);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var floats =
                        SiglipVisionEncoder.open(
                                EmbeddedModel.mmproj(),
                                text,
                                GoldenModel.options(WeightPrecision.F32))) {
            float[] exact = encode(floats, image);
            try (var encoder = VisionEncoder.open(EmbeddedModel.mmproj(), text, with(AS_STORED))) {
                Closeness.of(encode(encoder, image), exact)
                        .assertWithin(Closeness.Bound.F16, "as stored");
                assertThat(encoder.fingerprint()).contains("AS_STORED");
            }
            try (var encoder =
                    VisionEncoder.open(EmbeddedModel.mmproj(), text, with(ImageFidelity.DEFAULT))) {
                Closeness.of(encode(encoder, image), exact)
                        .assertWithin(Closeness.Bound.FASTEST, "fastest");
                assertThat(encoder.fingerprint()).doesNotContain("AS_STORED");
            }
        }
    }

    /// The same as the resizer's own pixels, which are equal to both libraries' to the byte.
    @ParameterizedTest
    @EnumSource
    void pixelsAreRoundedAsAsked(ResizeRounding rounding) {
        RgbImage image = GeneratedImage.of(6, 500, 330);
        var options = with(AS_STORED.withRounding(rounding));
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var encoder = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, options);
                var patchEncoder =
                        SiglipEncoder.open(EmbeddedModel.mmproj(), SiglipOptions.of(options))) {
            SiglipConfig config = patchEncoder.config();
            ImageSize size =
                    new SlicePlanner(config.slicing()).plan(new ImageSize(500, 330)).overview();
            RgbImage resized =
                    Resizer.onCallingThread(rounding).resize(image, size.width(), size.height());
            Patches patches =
                    Patches.of(
                            ImageSlice.whole(resized), config.patchSide(), config.normalization());
            ImageEmbedding expected = patchEncoder.encode(List.of(patches)).getFirst();
            assertThat(encode(encoder, image)).isEqualTo(GoldenModel.floats(expected));
        }
    }

    @Test
    void roundingsAreOtherNumbersUnderAnotherName() {
        RgbImage image = GeneratedImage.of(6, 500, 330);
        var options = with(AS_STORED.withRounding(ResizeRounding.TORCHVISION));
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var pillow = VisionEncoder.open(EmbeddedModel.mmproj(), text, with(AS_STORED));
                var torchvision = VisionEncoder.open(EmbeddedModel.mmproj(), text, options)) {
            assertThat(encode(torchvision, image)).isNotEqualTo(encode(pillow, image));
            assertThat(torchvision.fingerprint()).isNotEqualTo(pillow.fingerprint());
        }
    }

    @Test
    void memoryIsPlannedForTheWeightsThatAreLoaded() throws IOException {
        Path file = folder.resolve("wide.gguf");
        new SyntheticModel(256, 4, 2, 512, 5).resampling(TensorType.F32, 8, 256).write(file);
        long stored = GgufFile.read(file).tensors().stream().mapToLong(TensorInfo::bytes).sum();
        for (EncoderPrecision precision : EncoderPrecision.values()) {
            var options = with(ImageFidelity.DEFAULT.withPrecision(precision));
            long planned = VisionEncoder.plannedBytes(file, 256, options);
            try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                    var encoder = SiglipVisionEncoder.open(file, text, options)) {
                assertThat(planned).isEqualTo(encoder.plan().mostBytes());
                long weights = planned - encoder.plan().scratchLimit();
                switch (precision) {
                    case AS_STORED ->
                            assertThat((double) weights)
                                    .isCloseTo((double) stored, within(0.05 * stored));
                    case FASTEST -> assertThat(weights).isLessThan((long) (0.9 * stored));
                }
            }
        }
    }

    private static EncoderOptions with(ImageFidelity fidelity) {
        return new EncoderOptions(1, false).withFidelity(fidelity);
    }

    private static float[] encode(VisionEncoder encoder, RgbImage image) {
        return GoldenModel.floats(
                encoder.encode(image, EncodeOptions.DEFAULT, () -> false)
                        .orElseThrow()
                        .embeddings()
                        .getFirst());
    }
}
