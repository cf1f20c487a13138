package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.vision.EncoderPrecision;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The images of requests, with the embedded model.
@ExtendWith(NoLeaks.class)
class ImageWorkTest {
    private static final ModelOptions OPTIONS =
            ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj());

    @TempDir private Path folder;

    @Test
    void cachedIsUncached() throws IOException {
        try (var cached = VisionLanguageModel.open(OPTIONS);
                var fresh =
                        VisionLanguageModel.open(
                                OPTIONS.withImageCache(
                                        ImageCacheOptions.DEFAULT.withMemoryBytes(0)))) {
            for (String name : List.of("two-shapes.png", "five-stars.png", "cat.jpg")) {
                Content image = sample(name);
                for (String question : List.of("Describe the image.", "What color is it?")) {
                    var first = cached.generate(request(question, image));
                    var again = cached.generate(request(question, image));
                    assertThat(again.text()).isEqualTo(first.text());
                    assertThat(again.timings().encode()).isZero();
                    assertThat(again.usage()).isEqualTo(first.usage());
                    assertThat(fresh.generate(request(question, image)).text())
                            .isEqualTo(first.text());
                }
            }
            assertThat(cached.imageCache().misses()).isEqualTo(3);
            assertThat(cached.imageCache().memoryHits()).isEqualTo(9);
            assertThat(fresh.imageCache().misses()).isEqualTo(6);
            assertThat(fresh.imageCache().entries()).isZero();
        }
    }

    @Test
    void imagesEncodedAtOnceAreWhatTheyAreAlone() throws Exception {
        var images = new ArrayList<Content>();
        for (String name : List.of("two-shapes.png", "five-stars.png", "cat.jpg")) {
            images.add(sample(name));
        }
        try (var alone = VisionLanguageModel.open(OPTIONS);
                var busy = VisionLanguageModel.open(OPTIONS);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = new ArrayList<Future<ImageEmbeddings>>();
            for (Content image : images) {
                found.add(callers.submit(() -> busy.embed(List.of(image), new Cancellation())));
            }
            for (int i = 0; i < images.size(); i++) {
                float[] expected =
                        alone.embed(List.of(images.get(i)), new Cancellation())
                                .images()
                                .getFirst()
                                .meanRow();
                float[] mean = found.get(i).get().images().getFirst().meanRow();
                assertThat(mean).containsExactly(expected, within(0.02f));
            }
            assertThat(busy.imageCache().misses()).isEqualTo(images.size());
        }
    }

    /// In one folder for all of them: what was encoded otherwise is not taken.
    @Test
    void everyFidelityAnswersAndKeepsItsOwnEmbeddings() throws IOException {
        var options = OPTIONS.withImageCache(ImageCacheOptions.DEFAULT.withFolder(folder));
        for (EncoderPrecision precision : EncoderPrecision.values()) {
            for (ResizeRounding rounding : ResizeRounding.values()) {
                var fidelity = new ImageFidelity(precision, rounding);
                try (var model =
                        VisionLanguageModel.open(
                                options.withVision(vision -> vision.withFidelity(fidelity)))) {
                    var request = request("What color is the circle?", sample("blue-circle.png"));
                    assertThat(model.generate(request).text()).containsIgnoringCase("blue");
                    assertThat(model.imageCache().misses()).as("%s", fidelity).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aLaterProcessFindsWhatAnEarlierOneEncoded() throws IOException {
        var options = OPTIONS.withImageCache(ImageCacheOptions.DEFAULT.withFolder(folder));
        Content image = sample("two-shapes.png");
        String answer;
        try (var earlier = VisionLanguageModel.open(options)) {
            answer = earlier.generate(request("Describe the image.", image)).text();
            assertThat(earlier.imageCache().diskHits()).isZero();
        }
        try (var later = VisionLanguageModel.open(options)) {
            assertThat(later.generate(request("Describe the image.", image)).text())
                    .isEqualTo(answer);
            assertThat(later.imageCache().diskHits()).isEqualTo(1);
            assertThat(later.imageCache().misses()).isZero();
        }
    }

    @Test
    void tokensOfAllImagesAreCheckedBeforeAnyIsEncoded() {
        try (var model =
                VisionLanguageModel.open(
                        OPTIONS.withVision(vision -> vision.withMaxImageTokens(64)))) {
            Content image = Content.image(RgbImage.copyOf(9, 9, new byte[243]));
            assertThat(model.generate(request("Same?", image, image)).usage().imageTokens())
                    .isEqualTo(64);
            assertThatThrownBy(() -> model.generate(request("Same?", image, image, image)))
                    .isInstanceOf(ImageException.class)
                    .hasMessage(
                            "the images take 96 tokens; at most 64 are allowed"
                                    + " (VisionOptions.maxImageTokens); send fewer or smaller ones,"
                                    + " or ask for fewer slices with max_slice_nums");
            assertThat(model.imageCache().misses()).isEqualTo(1);
        }
    }

    @Test
    void aPromptThatIsTooLongWithItsImagesIsRefusedBeforeAnyIsEncoded() {
        try (var model = VisionLanguageModel.open(OPTIONS.withContextTokens(256))) {
            var images = new ArrayList<Content>();
            for (int i = 0; i < 9; i++) {
                images.add(Content.image(RgbImage.copyOf(9, 9 + i, new byte[27 * (9 + i)])));
            }
            assertThatThrownBy(
                            () -> model.generate(request("Same?", images.toArray(Content[]::new))))
                    .isInstanceOf(PromptTooLongException.class)
                    .hasMessageContaining("288 of them for images");
            assertThat(model.imageCache().misses()).isZero();
        }
    }

    @Test
    void choicesThatAnEncoderDoesNotHaveAreRefusedByName() {
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            var pixels = RgbImage.copyOf(9, 9, new byte[243]);
            Content numbered = Content.image(pixels, ImageOptions.DEFAULT.withNumbered(true));
            assertThatThrownBy(() -> model.generate(request("What is it?", numbered)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("use_image_id is true");
            Content frame = Content.image(pixels, ImageOptions.FRAME);
            assertThat(model.generate(request("What is it?", frame)).usage().imageTokens())
                    .isEqualTo(32);
            assertThatThrownBy(() -> ImageOptions.DEFAULT.withMaxSlices(0))
                    .hasMessage("max_slice_nums is 0; allowed: 1 (overview only) to 100");
        }
    }

    private static GenerationRequest request(String question, Content... images) {
        var content = new ArrayList<>(List.of(images));
        content.add(Content.text(question));
        return GenerationRequest.of(Message.user(content.toArray(Content[]::new)))
                .withMaxTokens(12);
    }

    private static Content sample(String name) throws IOException {
        Path file = EmbeddedModel.projectRoot().resolve("samples/images").resolve(name);
        return Content.image(Files.readAllBytes(file));
    }
}
