package dev.glimpse.cli.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.process.TestImage;
import dev.glimpse.cli.rows.Beginning;
import dev.glimpse.cli.rows.CaptionRow;
import dev.glimpse.cli.rows.JsonRows;
import dev.glimpse.cli.rows.RowFile;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Streams;
import dev.glimpse.cli.source.ImageSource;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import dev.glimpse.runtime.Usage;
import dev.glimpse.runtime.chat.EncodedImageFile;
import dev.glimpse.vision.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionRunTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicInteger asked = new AtomicInteger();

    private static final Beginning BEGINNING = new Beginning(true, false, List.of(), Map.of());

    @TempDir Path folder;

    @Test
    void rowsKeepTheOrderOfTheImagesWhateverIsAnsweredFirst() {
        var secondIsAnswered = new CountDownLatch(1);
        Captioner.Model model =
                (image, _) -> {
                    if (image.sample(0, 0, 0) == 0) {
                        await(secondIsAnswered);
                    } else {
                        secondIsAnswered.countDown();
                    }
                    return answer("red " + image.sample(0, 0, 0), FinishReason.STOP);
                };

        Summary summary = run(model, List.of(image("a", 0), image("b", 0x110000)));

        assertThat(rows()).containsExactly("a: red 0", "b: red 17");
        assertThat(summary.flawless()).isTrue();
    }

    @Test
    void samePixelsAreAskedAboutOnce() {
        Summary summary =
                run(
                        this::colour,
                        List.of(image("a", 1), image("b", 2), image("c", 1), image("d", 1)));

        assertThat(rows()).hasSize(4);
        assertThat(asked).hasValue(2);
        assertThat(summary.duplicates()).isEqualTo(2);
    }

    @Test
    void imagesThatCannotBeCaptionedHaveARowThatSaysWhy() {
        var gone =
                new Image(
                        "gone",
                        () -> {
                            throw CommandException.badInput("it is gone");
                        });
        var noImage = new Image("text", () -> named("text", new byte[] {1, 2, 3}));

        Summary summary = run(this::colour, List.of(gone, noImage, image("c", 3)));

        assertThat(rows().getFirst()).isEqualTo("gone failed: it is gone");
        assertThat(rows().get(1)).startsWith("text failed: ").contains("image");
        assertThat(rows().getLast()).isEqualTo("c: colour 3");
        assertThat(summary.failed()).isEqualTo(2);
        assertThat(summary.flawless()).isFalse();
        assertThat(summary.complete()).isTrue();
    }

    @Test
    void cancelledAnswersAreNoRowsAndTheNextRunGoesOn() {
        var images = List.of(image("a", 1), image("b", 2), image("c", 3));
        Captioner.Model stopping =
                (image, _) ->
                        answer(
                                "x",
                                image.sample(0, 0, 2) == 2
                                        ? FinishReason.CANCELLED
                                        : FinishReason.STOP);

        Summary first = run(stopping, images);
        Summary second = run(this::colour, images);

        assertThat(first.complete()).isFalse();
        assertThat(second.complete()).isTrue();
        assertThat(second.earlier()).isEqualTo(1);
        assertThat(rows()).containsExactly("a: x", "b: colour 2", "c: colour 3");
    }

    @Test
    void earlierAnswersServeForTheirPixels() {
        run(this::colour, List.of(image("a", 1)));

        Summary summary = run(this::colour, List.of(image("a", 1), image("b", 1)));

        assertThat(asked).hasValue(1);
        assertThat(summary.earlier()).isEqualTo(1);
        assertThat(summary.duplicates()).isEqualTo(1);
    }

    @Test
    void faultsOfTheProgramEndTheRun() {
        Captioner.Model broken =
                (_, _) -> {
                    throw new IllegalStateException("broken");
                };

        assertThatThrownBy(() -> run(broken, List.of(image("a", 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }

    @Test
    void peopleAreToldHowFarItIs() {
        run(this::colour, List.of(image("a", 1)));

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(" 1/1, ", "/s, 0 s left");
    }

    private Summary run(Captioner.Model model, List<ImageSource> images) {
        var captioner = new Captioner(List.of(new PromptTemplate("What?")), model);
        var earlier = new EarlierRows(captioner);
        try (var output = RowFile.open(file(), new JsonRows(List.of()), BEGINNING, earlier)) {
            List<ImageSource> left = earlier.left(images);
            int done = images.size() - left.size();
            var progress = new Progress(screen(), System::nanoTime, images.size(), done);
            var run = new CaptionRun(captioner, output, progress);
            run.run(left, 2);
            return run.summary(images.size(), done, earlier.failed(images));
        }
    }

    private List<String> rows() {
        var rows = new ArrayList<String>();
        try (var _ =
                RowFile.open(
                        file(), new JsonRows(List.of()), BEGINNING, row -> rows.add(text(row)))) {
            return rows;
        }
    }

    private static String text(CaptionRow row) {
        return switch (row.outcome()) {
            case CaptionRow.Failed(String reason) -> row.image() + " failed: " + reason;
            case CaptionRow.Captioned captioned ->
                    row.image() + ": " + captioned.answers().getFirst();
        };
    }

    private Path file() {
        return folder.resolve("rows.jsonl");
    }

    private Screen screen() {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Screen.of(
                new Streams(
                        InputStream.nullInputStream(), stream, stream, Set.of(Streams.Stream.ERR)),
                Map.of());
    }

    private GenerationResult colour(RgbImage image, String prompt) {
        asked.incrementAndGet();
        return answer("colour " + image.sample(0, 0, 2), FinishReason.STOP);
    }

    private static GenerationResult answer(String text, FinishReason reason) {
        Duration none = Duration.ZERO;
        return new GenerationResult(
                text,
                "",
                reason,
                new Usage(1, 1, 1),
                new Timings(none, none, none, none, none, none));
    }

    private static ImageSource image(String name, int rgb) {
        return new Image(name, () -> named(name, TestImage.plain(rgb)));
    }

    private static NamedImage named(String name, byte[] bytes) {
        return new NamedImage(name, EncodedImageFile.copyOf(bytes));
    }

    private record Image(String name, Supplier<NamedImage> reading) implements ImageSource {
        @Override
        public NamedImage read() {
            return reading.get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
