package dev.glimpse.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.ModelOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the samples with the embedded model.
class SampleProgramsTest {
    private static final Path SAMPLES =
            Path.of(System.getProperty("glimpse.project.root"), "samples");
    private static final Path IMAGES = SAMPLES.resolve("images");
    private static final ModelOptions TINY =
            ModelOptions.of(
                    SAMPLES.resolve("models/tiny/glimpse-tiny.gguf"),
                    SAMPLES.resolve("models/tiny/mmproj-glimpse-tiny.gguf"));

    @TempDir Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void conversationHasAnAnswerToEachQuestion() throws IOException {
        ChatAboutImage.chat(
                TINY,
                IMAGES.resolve("red-triangle.png"),
                List.of("What shape is present?", "What color is the triangle?"),
                out);

        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0)).isEqualTo("> What shape is present?");
        assertThat(lines().get(1)).containsIgnoringCase("triangle");
        assertThat(lines().get(2)).isEqualTo("> What color is the triangle?");
        assertThat(lines().get(3)).containsIgnoringCase("red");
    }

    @Test
    void folderHasALineForEachFileInOrder() throws IOException {
        Files.copy(IMAGES.resolve("green.png"), folder.resolve("b.png"));
        Files.copy(IMAGES.resolve("blue-circle.png"), folder.resolve("a.png"));
        Files.writeString(folder.resolve("c.txt"), "no image");

        CaptionFolder.caption(TINY, folder, out);

        assertThat(lines())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("a.png\t").containsIgnoringCase("blue"),
                        b -> assertThat(b).startsWith("b.png\t").containsIgnoringCase("green"),
                        c -> assertThat(c).startsWith("c.txt\t! "));
    }

    @Test
    void receiptBecomesJsonOfTheForm() throws IOException {
        // The embedded model reads no receipts; what it says has the form all the same.
        ReceiptToJson.read(TINY, IMAGES.resolve("word.png"), out);

        assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
                .matches("(?s)\\{\\s*\"shop\": ?\".*\"total_cents\": ?\\d+\\s*}");
    }

    @Test
    void benchmarkIsCountedByRotationsAndGoesOnInItsFolder() throws IOException {
        Path data = SAMPLES.resolve("choices.tsv");
        RunMmBench.run(TINY, data, folder, out);
        List<String> first = lines();
        String rows = Files.readString(folder.resolve("answers.jsonl"));
        bytes.reset();

        RunMmBench.run(TINY, data, folder, out);

        assertThat(first)
                .satisfiesExactly(
                        circular -> assertThat(circular).matches("circular: \\d+ of 10 \\(.*%\\)"),
                        asWritten -> assertThat(asWritten).startsWith("vanilla_0: "),
                        all -> assertThat(all).matches("vanilla_all: \\d+ of 36 \\(.*%\\)"));
        assertThat(rows.lines()).hasSize(36).noneMatch(row -> row.contains("failure"));
        assertThat(lines()).isEqualTo(first);
        assertThat(folder.resolve("answers.jsonl")).hasContent(rows.strip());
    }

    @Test
    void photosAreNearestToAPhoto() throws IOException {
        SearchImages.search(TINY, IMAGES.resolve("cat.jpg"), IMAGES, out);

        assertThat(lines()).hasSize(5).allMatch(line -> line.endsWith(".jpg"));
        assertThat(lines().getFirst()).isEqualTo("1.000  cat.jpg");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
