package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.mtmd.MtmdVisionEncoder;
import dev.glimpse.vision.slice.GeneratedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images of MiniCPM-V 2.0 in the prompt of a MiniCPM decoder, which the embedded model has.
@ExtendWith(NoLeaks.class)
class FirstModelInPromptTest {
    private static final EncoderOptions OPTIONS = new EncoderOptions(1, false);

    /// Any token that is a word.
    private static final int TOKEN = 1234;

    /// What the decoder multiplies embeddings by.
    private static final float SCALE = 12;

    private static final int WIDTH = 256;
    private static final int ROWS = 64;

    @TempDir private Path folder;

    /// The official decoder multiplies tokens and leaves images alone. So an image all of whose
    /// rows are a token's embedding times the scale is that token, over and over.
    ///
    /// @param dividedBy what an exporter divided the projector's weights by
    @ParameterizedTest
    @ValueSource(floats = {1, SCALE})
    void rowsEnterTheDecoderAsTheOfficialOneTakesThem(float dividedBy) throws IOException {
        Path mmproj = encoderOf(token(), dividedBy);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var encoder = VisionEncoder.open(mmproj, text, OPTIONS)) {
            assertThat(text.embeddingScale()).isEqualTo(SCALE);
            ImageEmbedding rows = embedding(encoder);
            float[] expected = logits(text);
            // The decoder's weights and activations have 8 bits.
            Closeness.of(logits(text, rows), expected).assertWithin(Closeness.Bound.Q8_0, "logits");
            for (double wrong : new double[] {SCALE, 1 / SCALE}) {
                assertThat(Closeness.of(logits(text, rows.dividedBy(wrong)), expected).cosine())
                        .isLessThan(0.998);
            }
        }
    }

    /// The texts of the official `get_slice_image_placeholder`, see `golden/siglip/README.md`.
    @Test
    void layoutIsTheOfficialOne() throws IOException {
        Path mmproj = GoldenModel.unpack("minicpmv2", folder);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var encoder = VisionEncoder.open(mmproj, text, OPTIONS)) {
            assertThat(encoder).isInstanceOf(SiglipVisionEncoder.class);
            assertThat(layout(encode(encoder, 700, 500, EncodeOptions.DEFAULT), text))
                    .isEqualTo("<image>E</image><slice><image>E</image><image>E</image></slice>");
            var one = EncodeOptions.DEFAULT.withMaxSlices(1);
            assertThat(layout(encode(encoder, 700, 500, one), text)).isEqualTo("<image>E</image>");
            assertThat(encoder.imageTokens(700, 500, EncodeOptions.DEFAULT)).hasValue(3 * ROWS);
            assertThat(encoder.imageNumber(0)).isEmpty();
        }
    }

    /// libmtmd takes such a file for one of 2.5, and its rows for 96.
    @Test
    void libmtmdIsNotAsked() throws IOException {
        Path mmproj = GoldenModel.unpack("minicpmv2", folder);
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            assertThatThrownBy(() -> MtmdVisionEncoder.open(mmproj, text, OPTIONS))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("MiniCPM-V 2.0, which libmtmd cannot draw");
        }
    }

    /// An encoder that answers every image with the same row.
    private Path encoderOf(float[] row, float dividedBy) throws IOException {
        var identity = new float[WIDTH * WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            identity[i * WIDTH + i] = 1 / dividedBy;
        }
        Path file = folder.resolve("same.gguf");
        GoldenModel.copy("minicpmv2", folder)
                .change("resampler.ln_post.weight", weight -> Arrays.fill(weight, 0))
                .change(
                        "resampler.ln_post.bias",
                        bias -> System.arraycopy(row, 0, bias, 0, row.length))
                .tensor("resampler.proj.weight", TensorType.F32, () -> identity, WIDTH, WIDTH)
                .write(file);
        return file;
    }

    private static float[] token() {
        float[] table =
                GgufWriter.copyOf(GgufFile.read(EmbeddedModel.text())).floats("token_embd.weight");
        float[] row = Arrays.copyOfRange(table, TOKEN * WIDTH, (TOKEN + 1) * WIDTH);
        for (int i = 0; i < row.length; i++) {
            row[i] *= SCALE;
        }
        return row;
    }

    private static ImageEmbedding embedding(VisionEncoder encoder) {
        return encode(encoder, 280, 182, EncodeOptions.DEFAULT).parts().stream()
                .filter(EncodedPart.Embedding.class::isInstance)
                .map(part -> ((EncodedPart.Embedding) part).image())
                .findFirst()
                .orElseThrow();
    }

    private static EncodedImage encode(
            VisionEncoder encoder, int width, int height, EncodeOptions options) {
        return encoder.encode(GeneratedImage.of(5, width, height), options, () -> false)
                .orElseThrow();
    }

    private static String layout(EncodedImage image, LlamaModel text) {
        return image.parts().stream()
                .map(part ->
                        switch (part) {
                            case EncodedPart.Embedding _ -> "E";
                            case EncodedPart.Markers(var tokens) ->
                                    tokens.stream()
                                            .map(id -> text.vocabulary().text(id))
                                            .collect(Collectors.joining());
                        })
                .collect(Collectors.joining());
    }

    private static float[] logits(LlamaModel text, ImageEmbedding image) {
        try (var context = LlamaContext.open(text, new ContextParams(256, 64, 64, 1, 1, 1, false));
                var batch = EmbeddingBatch.open(context)) {
            var row = new float[WIDTH];
            for (int i = 0; i < ROWS; i++) {
                image.copyRow(i, row);
                batch.add(row, 0, i, 0, i == ROWS - 1);
            }
            context.decode(batch);
            return context.logits(ROWS - 1).toArray();
        }
    }

    private static float[] logits(LlamaModel text) {
        try (var context = LlamaContext.open(text, new ContextParams(256, 64, 64, 1, 1, 1, false));
                var batch = TokenBatch.open(context)) {
            for (int i = 0; i < ROWS; i++) {
                batch.add(TOKEN, i, 0, i == ROWS - 1);
            }
            context.decode(batch);
            return context.logits(ROWS - 1).toArray();
        }
    }
}
