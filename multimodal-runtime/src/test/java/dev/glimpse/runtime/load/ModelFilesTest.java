package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Each wrong file is refused with its path, what was found, and what to do.
@ExtendWith(NoLeaks.class)
class ModelFilesTest {
    private static final Path TEXT = EmbeddedModel.text();
    private static final Path MMPROJ = EmbeddedModel.mmproj();

    @TempDir Path folder;

    @Test
    void missingFilesAreNamed() {
        Path missing = folder.resolve("missing.gguf");
        refused(missing, MMPROJ, missing + " does not exist; check the path");
        refused(TEXT, missing, missing + " does not exist; check the path");
    }

    @Test
    void foldersAreNoModels() {
        refused(folder, MMPROJ, folder + " is a folder; a GGUF file is expected");
        refused(TEXT, folder, folder + " is a folder; a GGUF file is expected");
    }

    @Test
    void truncatedFilesAreNamed() throws Exception {
        for (int length : new int[] {0, 3, 1000, 100_000, 3_000_000}) {
            Path text = cut(TEXT, length);
            refused(text, MMPROJ, text + " ");
            Path mmproj = cut(MMPROJ, length);
            refused(TEXT, mmproj, mmproj + " ");
        }
        refused(cut(TEXT, 3_000_000), MMPROJ, "is cut off: tensor blk.");
        refused(cut(TEXT, 3_000_000), MMPROJ, "download or copy it again");
    }

    private Path cut(Path file, int length) throws IOException {
        return Files.write(
                folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(file), length));
    }

    @Test
    void swappedFilesAreToldApart() {
        refused(MMPROJ, TEXT, MMPROJ + " is a vision encoder (mmproj); give it as --mmproj");
        refused(TEXT, TEXT, TEXT + " is a minicpm model; an mmproj file has the architecture clip");
    }

    @Test
    void filesOfDifferentModelsAreToldApart() {
        Path narrower =
                ChangedGguf.of(MMPROJ)
                        .shape("resampler.proj.weight", 128L, 256L)
                        .write(folder.resolve("narrower.gguf"));
        refused(
                TEXT,
                narrower,
                narrower
                        + " makes embeddings of 128 numbers, but the text model takes 256; the two"
                        + " files are of different models");
    }

    /// What is computed with them is NaN or not, depending on the kernels; neither is a crash or an
    /// endless answer.
    @Test
    void weightsThatAreNoNumbersGiveAnAnswerOrAFailure() throws Exception {
        for (float weight : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Path damaged = folder.resolve("damaged.gguf");
            Files.write(damaged, filled("output_norm.weight", weight));
            var options = ModelOptions.textOnly(damaged).withThreads(1);
            try (var model = VisionLanguageModel.open(options)) {
                answersOrFails(model, SamplingOptions.GREEDY);
                answersOrFails(model, SamplingOptions.GREEDY.withTemperature(1).withTopP(0.9f));
            }
        }
    }

    private static void answersOrFails(VisionLanguageModel model, SamplingOptions sampling) {
        var request =
                GenerationRequest.of(List.of(Message.user(Content.text("Hello"))))
                        .withSampling(sampling)
                        .withMaxTokens(4);
        try {
            var result = model.generate(request);
            assertThat(result.usage().completionTokens()).isBetween(0, 4);
        } catch (GenerationFailedException e) {
            assertThat(e).hasMessageContaining("NaN or infinite logits; its weights are damaged");
        }
    }

    private static byte[] filled(String name, float weight) throws IOException {
        var file = GgufFile.read(TEXT);
        byte[] bytes = Files.readAllBytes(TEXT);
        TensorInfo tensor = file.tensor(name).orElseThrow();
        var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int from = (int) (file.dataOffset() + tensor.offset());
        for (int i = 0; i < tensor.elements(); i++) {
            data.putFloat(from + i * Float.BYTES, weight);
        }
        return bytes;
    }

    private static void open(Path text, Path mmproj) {
        try (var opened = VisionLanguageModel.open(ModelOptions.of(text, mmproj))) {
            throw new AssertionError(opened.info() + " was opened");
        }
    }

    private static void refused(Path text, Path mmproj, String message) {
        assertThatThrownBy(() -> open(text, mmproj))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(message);
    }
}
