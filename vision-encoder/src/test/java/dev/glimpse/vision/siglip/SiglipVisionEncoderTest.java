package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.FrameLayout;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.mtmd.MtmdVisionEncoder;
import dev.glimpse.vision.slice.GeneratedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class SiglipVisionEncoderTest {
    private static final EncoderOptions OPTIONS = new EncoderOptions(1, false);

    @TempDir private Path folder;

    /// 224x224 is the embedded model's own size: libmtmd does not resize it either.
    @Test
    void embeddedModelReadsWhatLibmtmdWrites() {
        RgbImage image = GeneratedImage.of(3, 224, 224);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var ours = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS);
                var theirs = MtmdVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS)) {
            EncodedImage found = encode(ours, image, EncodeOptions.DEFAULT);
            EncodedImage expected = encode(theirs, image, EncodeOptions.DEFAULT);
            assertThat(markers(found)).isEqualTo(markers(expected));
            assertThat(found.imageTokens()).isEqualTo(32);
            Closeness.of(floats(found), floats(expected))
                    .assertWithin(Closeness.Bound.Q8_0, "the embedded model");
        }
    }

    @Test
    void embeddedModelSeesTheOverviewOnlyAndOthersWhatIsAskedFor() throws IOException {
        RgbImage image = GeneratedImage.of(3, 640, 320);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var tiny = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS);
                var sliced = SiglipVisionEncoder.open(model(256), text, OPTIONS)) {
            var usual = EncodeOptions.DEFAULT;
            assertThat(embeddings(encode(tiny, image, usual))).hasSize(1);
            assertThat(embeddings(encode(sliced, image, usual))).hasSize(3);
            assertThat(embeddings(encode(sliced, image, usual.withMaxSlices(1)))).hasSize(1);
            assertThat(sliced.imageNumber(0)).isEmpty(); // the vocabulary has no <image_id>
        }
    }

    @Test
    void tokensAreKnownBeforeEncoding() throws IOException {
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var tiny = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS);
                var sliced = SiglipVisionEncoder.open(model(256), text, OPTIONS)) {
            for (int width : new int[] {30, 448, 640, 900}) {
                RgbImage image = GeneratedImage.of(3, width, 320);
                for (var options :
                        List.of(EncodeOptions.DEFAULT, new EncodeOptions(OptionalInt.of(4)))) {
                    for (var encoder : List.of(tiny, sliced)) {
                        assertThat(encoder.imageTokens(width, 320, options))
                                .hasValue(encode(encoder, image, options).imageTokens());
                    }
                }
            }
        }
    }

    @Test
    void imagesBesideOthersAreWhatTheyAreAlone() throws IOException {
        List<RgbImage> images =
                List.of(
                        GeneratedImage.of(3, 640, 320),
                        GeneratedImage.of(4, 640, 320),
                        GeneratedImage.of(5, 300, 300),
                        GeneratedImage.of(6, 448, 448));
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var tiny = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS);
                var sliced = SiglipVisionEncoder.open(model(256), text, OPTIONS)) {
            for (VisionEncoder encoder : List.of(tiny, sliced)) {
                List<EncodedImage> together = together(encoder, images);
                for (int i = 0; i < images.size(); i++) {
                    EncodedImage alone = encode(encoder, images.get(i), EncodeOptions.DEFAULT);
                    assertThat(markers(together.get(i))).isEqualTo(markers(alone));
                    for (int slice = 0; slice < embeddings(alone).size(); slice++) {
                        Closeness.of(
                                        GoldenModel.floats(embeddings(together.get(i)).get(slice)),
                                        GoldenModel.floats(embeddings(alone).get(slice)))
                                .assertWithin(
                                        Closeness.Bound.BATCHED, "slice " + slice + " of " + i);
                    }
                }
            }
        }
    }

    private static List<EncodedImage> together(VisionEncoder encoder, List<RgbImage> images) {
        var done = new TreeMap<Integer, EncodedImage>();
        try (ImageBatch<Integer> batch = encoder.batch()) {
            for (int i = 0; i < images.size(); i++) {
                batch.add(i, images.get(i), EncodeOptions.DEFAULT);
            }
            int graphs = 0;
            int slices = batch.slices();
            while (batch.slices() > 0) {
                graphs++;
                for (var outcome : batch.advance()) {
                    done.put(outcome.key(), ((ImageBatch.Done<Integer>) outcome).image());
                }
            }
            assertThat(graphs).isLessThan(slices);
        }
        return List.copyOf(done.values());
    }

    @Test
    void cancelledBetweenGraphs() throws IOException {
        RgbImage image = GeneratedImage.of(3, 640, 320);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var sliced = SiglipVisionEncoder.open(model(256), text, OPTIONS)) {
            var asked = new AtomicInteger();
            assertThat(
                            sliced.encode(
                                    image,
                                    EncodeOptions.DEFAULT,
                                    () -> asked.incrementAndGet() > 1))
                    .isEmpty();
            assertThat(asked).as("the overview, then the slices, which are not begun").hasValue(2);
            assertThat(sliced.encode(image, EncodeOptions.DEFAULT, () -> false)).isPresent();
        }
    }

    @Test
    void framesAreResizedAndCompressedTogether() throws IOException {
        Path file = folder.resolve("v4.5.gguf");
        GoldenModel.copy(GoldenModel.RESAMPLER, folder).put("clip.minicpmv_version", 6).write(file);
        var exact = SiglipOptions.of(OPTIONS).withPrecision(WeightPrecision.F32);
        var frames =
                List.of(
                        GeneratedImage.of(9, 448, 448),
                        GeneratedImage.of(10, 448, 448),
                        GeneratedImage.of(11, 448, 448));
        var pack = new FramePack(frames, List.of(2, 6, 42));
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var tiny = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS);
                var packing = SiglipVisionEncoder.open(file, text, exact)) {
            EncodedImage found = packing.encode(pack, () -> false).orElseThrow();
            Closeness.of(floats(found), GoldenModel.embedding("whole_frames"))
                    .assertWithin(Closeness.Bound.F32, "three frames");
            EncodedImage image = encode(packing, frames.getFirst(), EncodeOptions.DEFAULT);
            assertThat(markers(found)).isEqualTo(markers(image));
            assertThat(packing.frameLayout()).isEqualTo(FrameLayout.PACKED);
            assertThat(packing.encode(pack, () -> true)).isEmpty();

            assertThat(tiny.frameLayout()).isEqualTo(FrameLayout.LIKE_IMAGES);
            assertThatThrownBy(() -> tiny.encode(pack, () -> false))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("does not compress frames together");
        }
    }

    @Test
    void fingerprintsTellFilesAndPrecisionsApart() throws IOException {
        var exact = SiglipOptions.of(OPTIONS).withPrecision(WeightPrecision.F32);
        Path file = model(256);
        Path copy = Files.copy(file, folder.resolve("copy.gguf"));
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var one = SiglipVisionEncoder.open(file, text, OPTIONS);
                var same = SiglipVisionEncoder.open(copy, text, OPTIONS);
                var other = SiglipVisionEncoder.open(file, text, exact);
                var tiny = SiglipVisionEncoder.open(EmbeddedModel.mmproj(), text, OPTIONS)) {
            assertThat(one.fingerprint()).isEqualTo(same.fingerprint());
            assertThat(List.of(one, other, tiny))
                    .extracting(SiglipVisionEncoder::fingerprint)
                    .doesNotHaveDuplicates();
        }
    }

    private static EncodedImage encode(
            VisionEncoder encoder, RgbImage image, EncodeOptions options) {
        return encoder.encode(image, options, () -> false).orElseThrow();
    }

    @Test
    void encodersOfAnotherModelAreRefused() throws IOException {
        Path file = model(128);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            assertThatThrownBy(() -> SiglipVisionEncoder.open(file, text, OPTIONS))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("128")
                    .hasMessageContaining("256");
            assertThat(SiglipVisionEncoder.draws(GgufFile.read(file))).isTrue();
            assertThat(SiglipVisionEncoder.draws(GgufFile.read(EmbeddedModel.mmproj()))).isTrue();
            assertThat(SiglipVisionEncoder.draws(GgufFile.read(EmbeddedModel.text()))).isFalse();
            assertThatThrownBy(() -> SiglipVisionEncoder.open(EmbeddedModel.text(), text, OPTIONS))
                    .isInstanceOf(EncoderException.class);
        }
    }

    private Path model(int width) throws IOException {
        Path file = folder.resolve("model-" + width + ".gguf");
        new SyntheticModel(64, 4, 1, 96, 5).resampling(TensorType.F16, 8, width).write(file);
        return file;
    }

    private static List<EncodedPart.Markers> markers(EncodedImage image) {
        return image.parts().stream()
                .filter(EncodedPart.Markers.class::isInstance)
                .map(EncodedPart.Markers.class::cast)
                .toList();
    }

    private static List<ImageEmbedding> embeddings(EncodedImage image) {
        return image.parts().stream()
                .filter(EncodedPart.Embedding.class::isInstance)
                .map(part -> ((EncodedPart.Embedding) part).image())
                .toList();
    }

    private static float[] floats(EncodedImage image) {
        return GoldenModel.floats(embeddings(image).getFirst());
    }
}
