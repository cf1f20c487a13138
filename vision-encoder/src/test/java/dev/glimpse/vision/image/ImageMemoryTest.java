package dev.glimpse.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glimpse.vision.fault.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Native memory is given back after each image, good or bad.
class ImageMemoryTest {
    private static final int SIDE = 1_500;
    private static final int ROUNDS = 100;
    private static final long IMAGE_BYTES = 3L * SIDE * SIDE;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the resident set in /proc")
    void decodingManyImagesKeepsMemoryLevel() throws IOException {
        byte[] good = ImageFiles.png(SIDE, SIDE, new byte[(int) IMAGE_BYTES]);
        byte[] half =
                ImageFiles.png(
                        ImageFiles.pngHeader(SIDE, SIDE),
                        ImageFiles.chunk(
                                "IDAT", ImageFiles.deflate(new byte[(int) IMAGE_BYTES / 2])));
        decodeBoth(good, half);
        long before = residentBytes();

        for (int i = 0; i < ROUNDS; i++) {
            decodeBoth(good, half);
        }

        long heap = Runtime.getRuntime().totalMemory();
        assertThat(residentBytes() - before).isLessThan(heap + ROUNDS * IMAGE_BYTES / 4);
    }

    private void decodeBoth(byte[] good, byte[] half) {
        assertThat(decoder.decode(good).width()).isEqualTo(SIDE);
        assertThatExceptionOfType(ImageException.class).isThrownBy(() -> decoder.decode(half));
    }

    private static long residentBytes() throws IOException {
        return Arrays.stream(Files.readString(Path.of("/proc/self/status")).split("\n"))
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
