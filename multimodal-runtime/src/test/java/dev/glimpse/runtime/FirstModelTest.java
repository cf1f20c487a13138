package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Files as those of MiniCPM-V 2.0 are: the text model has no chat template, the mmproj no version.
@ExtendWith(NoLeaks.class)
class FirstModelTest {
    @TempDir private Path folder;

    @Test
    void textModelWithoutATemplateIsAskedInItsLayout() throws IOException {
        Path text = withoutTemplate();
        assertThat(answer(ModelOptions.of(text, EmbeddedModel.mmproj())).text()).isEqualTo("Blue");
    }

    /// The embedded encoder's weights, taken for those of 2.0: nonsense, but from end to end.
    @Test
    void pairAnswers() throws IOException {
        GenerationResult result = answer(ModelOptions.of(withoutTemplate(), withQueryPlaces()));
        assertThat(result.usage().imageTokens()).isEqualTo(32);
        assertThat(result.usage().completionTokens()).isPositive();
    }

    private static GenerationResult answer(ModelOptions options) {
        try (var model = VisionLanguageModel.open(options)) {
            var rgb = new byte[64 * 64 * 3];
            for (int i = 2; i < rgb.length; i += 3) {
                rgb[i] = (byte) 250;
            }
            var message =
                    Message.user(
                            Content.image(RgbImage.copyOf(64, 64, rgb)),
                            Content.text("What color is the image?"));
            return model.generate(GenerationRequest.of(List.of(message)).withMaxTokens(8));
        }
    }

    private Path withoutTemplate() throws IOException {
        var original = GgufFile.read(EmbeddedModel.text());
        Map<String, GgufValue> metadata = new LinkedHashMap<>(original.metadata());
        metadata.remove("tokenizer.chat_template");
        return write("text.gguf", original, metadata, original.tensors(), 0);
    }

    private Path withQueryPlaces() throws IOException {
        var original = GgufFile.read(EmbeddedModel.mmproj());
        Map<String, GgufValue> metadata = new LinkedHashMap<>(original.metadata());
        metadata.remove("clip.minicpmv_version");
        TensorInfo queries = original.tensor("resampler.query").orElseThrow();
        long end = Files.size(original.path()) - original.dataOffset();
        long begin = (end + 31) / 32 * 32;
        var tensors = new ArrayList<>(original.tensors());
        long bytes = queries.elements() * Float.BYTES;
        tensors.add(
                new TensorInfo(
                        "resampler.pos_embed", TensorType.F32, queries.shape(), begin, bytes));
        return write("mmproj.gguf", original, metadata, tensors, (int) (begin - end + bytes));
    }

    private Path write(
            String name,
            GgufFile original,
            Map<String, GgufValue> metadata,
            List<TensorInfo> tensors,
            int zeros)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(GgufWriter.header(metadata, tensors));
        byte[] file = Files.readAllBytes(original.path());
        bytes.writeBytes(Arrays.copyOfRange(file, (int) original.dataOffset(), file.length));
        bytes.writeBytes(new byte[zeros]);
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
