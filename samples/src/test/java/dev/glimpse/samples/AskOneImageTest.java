package dev.glimpse.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.ModelOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskOneImageTest {
    private static final Path MODELS =
            Path.of(System.getProperty("glimpse.project.root"), "samples", "models", "tiny");

    @TempDir Path folder;

    @Test
    void embeddedModelNamesTheColorOfAPlainImage() throws IOException {
        Path image = Files.write(folder.resolve("red.bmp"), plainBitmap(0xFF0000));
        var out = new ByteArrayOutputStream();

        AskOneImage.ask(
                ModelOptions.of(
                        MODELS.resolve("glimpse-tiny.gguf"),
                        MODELS.resolve("mmproj-glimpse-tiny.gguf")),
                image,
                "What color is the image?",
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        answer -> assertThat(answer).containsIgnoringCase("red"),
                        usage -> assertThat(usage).startsWith("32 image tokens"));
    }

    @Test
    void wrongArgumentsAreToldTheUsage() {
        assertThatThrownBy(() -> AskOneImage.main(new String[] {"one"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usage: AskOneImage MODEL MMPROJ IMAGE QUESTION");
    }

    /// A BMP file of 64 x 64 pixels, 24 bits each.
    private static byte[] plainBitmap(int rgb) {
        int side = 64;
        int headers = 14 + 40;
        var file = ByteBuffer.allocate(headers + side * side * 3).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(headers);
        file.putInt(40).putInt(side).putInt(side).putShort((short) 1).putShort((short) 24);
        file.position(headers);
        while (file.hasRemaining()) {
            file.put((byte) rgb).put((byte) (rgb >> 8)).put((byte) (rgb >> 16));
        }
        return file.array();
    }
}
