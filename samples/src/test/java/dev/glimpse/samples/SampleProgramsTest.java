package dev.glimpse.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.ModelOptions;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
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
        ReceiptToJson.read(TINY, receipt(), out);

        assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
                .matches("(?s)\\{\\s*\"shop\": ?\".*\"total_cents\": ?\\d+\\s*}");
    }

    private Path receipt() throws IOException {
        var image = new BufferedImage(320, 400, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 320, 400);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 16));
        List<String> text =
                List.of("CORNER BAKERY", "2026-07-01", "Bread     4.20", "Total     4.20");
        for (int i = 0; i < text.size(); i++) {
            pen.drawString(text.get(i), 40, 60 + 40 * i);
        }
        pen.dispose();
        Path file = folder.resolve("receipt.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
