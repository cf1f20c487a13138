package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A model that is opened again goes on with what was read before it was closed.
@ExtendWith(NoLeaks.class)
class SavedPrefixFolderTest {
    @TempDir private Path folder;

    @Test
    void anotherProcessGoesOnWithTheImage() throws IOException {
        GenerationResult alone;
        try (var model = open(ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj()))) {
            alone = model.generate(ask("What shape is present?"));
        }
        try (var model = open(options())) {
            model.generate(ask("What color is the image?"));
            assertThat(stored(model).entries()).isZero();
        }
        try (var model = open(options())) {
            assertThat(stored(model).entries()).isEqualTo(1);
            assertThat(stored(model).bytes()).isPositive();
            assertThat(model.generate(ask("What shape is present?")).text())
                    .isEqualTo(alone.text());
            assertThat(stored(model).restores()).isEqualTo(1);
            assertThat(model.statistics().prefixes().sharedRows()).isGreaterThan(32);
        }
        // Other types of keys and values: nothing of theirs is taken, nothing is lost.
        var other = options().withDecoder(decoder -> decoder.withContextTokens(1024));
        try (var model = open(other)) {
            assertThat(stored(model).entries()).isPositive();
        }
        var quantized =
                options()
                        .withDecoder(decoder ->
                                decoder.withFlashAttention(FlashAttention.ON)
                                        .withKvTypes(KvType.Q8_0, KvType.Q8_0));
        try (var model = open(quantized)) {
            assertThat(stored(model).entries()).isZero();
        }
    }

    /// Requests at once for what one file has: it is read, and all are answered.
    @Test
    void requestsAtOnceBeginWithTheSameFile() throws Exception {
        try (var model = open(options())) {
            model.generate(ask("What color is the image?"));
        }
        try (var model = open(options())) {
            var questions = List.of("What shape is it?", "Is it blue?", "Describe the image.");
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var answers =
                        questions.stream()
                                .map(question ->
                                        callers.submit(() -> model.generate(ask(question))))
                                .toList();
                for (var answer : answers) {
                    assertThat(answer.get().text()).isNotBlank();
                }
            }
            assertThat(stored(model).restores()).isPositive();
            assertThat(model.statistics().prefixes().hits()).isEqualTo(3);
        }
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var saved = SavedPrefixOptions.NONE.withFolder(file);
        assertThatThrownBy(() -> open(options(saved)).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(file + ": ")
                .hasMessageEndingWith("name a folder that can be written");
    }

    private ModelOptions options() {
        return options(SavedPrefixOptions.NONE.withFolder(folder.resolve("below/saved")));
    }

    private static ModelOptions options(SavedPrefixOptions saved) {
        return ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj())
                .withConcurrency(Concurrency.DEFAULT.withSavedPrefixes(saved));
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static VisionLanguageModel open(ModelOptions options) {
        return VisionLanguageModel.open(options);
    }

    private static PrefixStatistics.Saved stored(VisionLanguageModel model) {
        return model.statistics().prefixes().stored();
    }

    private static GenerationRequest ask(String question) {
        var rgb = new byte[64 * 64 * 3];
        for (int i = 2; i < rgb.length; i += 3) {
            rgb[i] = (byte) 250;
        }
        return GenerationRequest.of(
                        Message.user(
                                Content.image(RgbImage.copyOf(64, 64, rgb)),
                                Content.text(question)))
                .withMaxTokens(8);
    }
}
