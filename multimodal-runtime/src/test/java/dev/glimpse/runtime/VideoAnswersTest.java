package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.video.FrameSampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Questions about frames, with the embedded model, which was taught images alone.
@ExtendWith(NoLeaks.class)
class VideoAnswersTest {
    @TempDir private Path folder;

    private static final ModelOptions OPTIONS =
            ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj());

    @Test
    void aVideoIsAnsweredAsItsFramesAre() throws IOException {
        Content.Picture circle = sample("blue-circle.png");
        Content.Picture triangle = sample("red-triangle.png");
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            Content video = Content.video(List.of(circle, triangle, circle));
            GenerationResult first = model.generate(request("What color is it?", video));
            assertThat(first.text()).isNotBlank();
            assertThat(first.usage().imageTokens()).isEqualTo(3 * 32);
            assertThat(model.imageCache().misses()).as("each frame is encoded once").isEqualTo(2);

            GenerationResult again = model.generate(request("What color is it?", video));
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.timings().encode()).isZero();

            var frame = ImageOptions.FRAME;
            GenerationResult images =
                    model.generate(
                            request(
                                    "What color is it?",
                                    circle.withOptions(frame),
                                    triangle.withOptions(frame),
                                    circle.withOptions(frame)));
            assertThat(images.text()).isEqualTo(first.text());
            assertThat(images.usage()).isEqualTo(first.usage());
            assertThat(model.imageCache().misses()).isEqualTo(2);
        }
    }

    /// Twenty seconds at two frames a second: a frame of each second, at most as many as may be.
    @Test
    void aFileIsSampled() throws IOException {
        byte[] film = film(40);
        Path file = Files.write(folder.resolve("film.avi"), film);
        var options = OPTIONS.withVision(vision -> vision.withMaxFrames(16));
        try (var model = VisionLanguageModel.open(options)) {
            Content.VideoFile onDisk = Content.video(file);
            var ten = FrameSampling.DEFAULT.withMaxFrames(10);
            Content inMemory = Content.video(film).withSampling(ten);
            assertThat(model.generate(request("What?", onDisk)).usage().imageTokens())
                    .isEqualTo(16 * 32);
            GenerationResult ofTen = model.generate(request("What?", inMemory));
            assertThat(ofTen.usage().imageTokens()).isEqualTo(10 * 32);
            assertThat(model.generate(request("What?", onDisk.withSampling(ten))).text())
                    .isEqualTo(ofTen.text());
            // Of two, the second has what the first leaves.
            assertThat(model.generate(request("What?", inMemory, inMemory)).usage().imageTokens())
                    .isEqualTo(16 * 32);
            assertThatThrownBy(() -> model.generate(request("What?", onDisk, onDisk)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("have all the 16 frames");
        }
    }

    @Test
    void whatIsNoVideoIsRefused() {
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            assertThatThrownBy(
                            () -> model.generate(request("What?", Content.video(new byte[] {1}))))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("file is no video");
            Path missing = folder.resolve("missing.mp4");
            assertThatThrownBy(() -> model.generate(request("What?", Content.video(missing))))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void aRequestThatIsCancelledWhileItsFileIsReadEndsAtOnce() throws Exception {
        Path file = Files.write(folder.resolve("film.avi"), film(40));
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            var cancellation = new Cancellation();
            cancellation.cancel();
            GenerationResult result =
                    model.generate(request("What?", Content.video(file)), _ -> {}, cancellation);
            assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);

            var interrupted =
                    new FutureTask<>(() -> {
                        GenerationResult of = model.generate(request("What?", Content.video(file)));
                        return of.finishReason() == FinishReason.CANCELLED && Thread.interrupted();
                    });
            Thread asking = Thread.ofVirtual().start(interrupted);
            while (model.pendingRequests() == 0) {
                Thread.onSpinWait();
            }
            asking.interrupt();
            assertThat(interrupted.get()).isTrue();
            assertThat(model.imageCache().misses()).isZero();
        }
    }

    private static byte[] film(int frames) {
        var pixels = new ArrayList<byte[]>();
        for (int i = 0; i < frames; i++) {
            var frame = new byte[64 * 48 * 3];
            Arrays.fill(frame, (byte) (i * 5));
            pixels.add(frame);
        }
        return AviFile.of(64, 48, pixels, 2);
    }

    @Test
    void choicesAboutAVideo() throws IOException {
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            var question =
                    Message.user(
                            Content.video(List.of(sample("blue-circle.png"))),
                            Content.text("What color is the circle?"));
            List<ChoiceScore> scores =
                    model.score(List.of(question), List.of("Blue", "Red"), new Cancellation());
            assertThat(scores.getFirst().probability()).isGreaterThan(0.9);
        }
    }

    @Test
    void framesHaveALimitOfTheirOwn() {
        var options = OPTIONS.withVision(vision -> vision.withMaxImages(1).withMaxFrames(4));
        try (var model = VisionLanguageModel.open(options)) {
            Content image = plain(0);
            assertThat(model.generate(request("What?", frames(4), image)).usage().imageTokens())
                    .isEqualTo(5 * 32);
            assertThatThrownBy(() -> model.generate(request("What?", frames(3), frames(2))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "the request has videos of 5 frames; at most 4 are allowed"
                                    + " (VisionOptions.maxFrames); give fewer of them");
            assertThatThrownBy(() -> model.embed(List.of(frames(2)), new Cancellation()))
                    .hasMessageContaining("a video among the images");
            assertThatThrownBy(() -> model.view(frames(2), new Cancellation()))
                    .hasMessageContaining("a video among the images");
        }
    }

    @Test
    void tokensOfAllFramesAreCheckedBeforeAnyIsEncoded() {
        var options = OPTIONS.withVision(vision -> vision.withMaxImageTokens(64));
        try (var model = VisionLanguageModel.open(options)) {
            assertThatThrownBy(() -> model.generate(request("What?", frames(3))))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("96 tokens; at most 64");
            assertThat(model.imageCache().misses()).isZero();
        }
    }

    @Test
    void aCancelledVideoStopsBetweenFrames() throws Exception {
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            var cancellation = new Cancellation();
            var asking =
                    Thread.ofVirtual()
                            .start(() ->
                                    model.generate(
                                            request("What?", frames(40)), _ -> {}, cancellation));
            while (model.imageCache().misses() == 0) {
                Thread.onSpinWait();
            }
            cancellation.cancel();
            asking.join();
            assertThat(model.imageCache().misses()).isLessThan(40);
        }
    }

    @Test
    void aDamagedFrameIsNamed() {
        try (var model = VisionLanguageModel.open(OPTIONS)) {
            Content video = Content.video(List.of(plain(1), Content.image(new byte[] {1, 2, 3})));
            assertThatThrownBy(() -> model.generate(request("What?", video)))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("image 2 of 2: ");
        }
    }

    @Test
    void modelsWithoutEyesRefuse() {
        try (var model = VisionLanguageModel.open(ModelOptions.textOnly(EmbeddedModel.text()))) {
            assertThatThrownBy(() -> model.generate(request("What?", frames(1))))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("has a video, but");
        }
    }

    private static Content frames(int count) {
        var frames = new ArrayList<Content.Picture>();
        for (int i = 0; i < count; i++) {
            frames.add(plain(i));
        }
        return Content.video(frames);
    }

    private static Content.Picture plain(int seed) {
        var pixels = new byte[3 * 32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (seed * 5 + i % 3 * 40);
        }
        return Content.image(RgbImage.copyOf(32, 32, pixels));
    }

    private static GenerationRequest request(String question, Content... shown) {
        var content = new ArrayList<>(List.of(shown));
        content.add(Content.text(question));
        return GenerationRequest.of(Message.user(content.toArray(Content[]::new)))
                .withMaxTokens(12);
    }

    private static Content.Picture sample(String name) throws IOException {
        var file = EmbeddedModel.projectRoot().resolve("samples/images").resolve(name);
        return Content.image(Files.readAllBytes(file));
    }
}
