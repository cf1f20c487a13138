package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.fault.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ImageEmbeddingsTest {
    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model =
                VisionLanguageModel.open(
                        ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj())
                                .withThreads(1));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Content sample(String name) throws IOException {
        Path images = EmbeddedModel.projectRoot().resolve("samples/images");
        return Content.image(Files.readAllBytes(images.resolve(name)));
    }

    @Test
    void imagesHaveTheRowsThatTheDecoderReads() throws IOException {
        Content blue = sample("blue-circle.png");
        ImageEmbeddings made =
                model.embed(List.of(blue, sample("red-triangle.png")), new Cancellation());
        assertThat(made.images()).hasSize(2);
        EncodedImage first = made.images().getFirst();
        assertThat(first.embeddings()).extracting(ImageEmbedding::rows).containsExactly(32);
        assertThat(first.meanRow()).isNotEqualTo(made.images().getLast().meanRow());
        ImageEmbedding rows = first.embeddings().getFirst();
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            sum += rows.value(row, 3);
        }
        assertThat((double) first.meanRow()[3]).isCloseTo(sum / rows.rows(), within(1e-5));
        assertThat(made.timings().encode()).isPositive();
        var answer =
                model.generate(
                        GenerationRequest.of(Message.user(blue, Content.text("What is this?"))));
        assertThat(answer.timings().encode()).isEqualTo(Duration.ZERO);
    }

    @Test
    void whatHasNoEmbeddingIsRefused() throws IOException {
        var cancellation = new Cancellation();
        Content image = sample("blue-circle.png");
        assertThatThrownBy(() -> model.embed(List.of(), cancellation))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no images");
        assertThatThrownBy(() -> model.embed(List.of(image, Content.text("a")), cancellation))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("text among the images");
        assertThatThrownBy(() -> model.embed(List.of(Content.image(new byte[9])), cancellation))
                .isInstanceOf(ImageException.class);
        cancellation.cancel();
        assertThatThrownBy(() -> model.embed(List.of(image), cancellation))
                .isInstanceOf(CancellationException.class);
        try (var text = VisionLanguageModel.open(ModelOptions.textOnly(EmbeddedModel.text()))) {
            assertThatThrownBy(() -> text.embed(List.of(image), new Cancellation()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("mmproj");
        }
        assertThat(model.pendingRequests()).isZero();
    }
}
