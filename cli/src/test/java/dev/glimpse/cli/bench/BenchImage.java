package dev.glimpse.cli.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Square PNG files, each number a picture of its own: four rectangles on a plain ground.
final class BenchImage {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    private BenchImage() {}

    /// The picture of a number, as a data URI.
    static String dataUri(int number, int side) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(number, side));
    }

    private static byte[] png(int number, int side) {
        int[] pixels = pixels(number, side);
        var scanlines = ByteBuffer.allocate(side * (1 + 3 * side));
        for (int y = 0; y < side; y++) {
            scanlines.put((byte) 0); // no filter
            for (int x = 0; x < side; x++) {
                int rgb = pixels[y * side + x];
                scanlines.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        var header = ByteBuffer.allocate(13).putInt(side).putInt(side);
        header.put((byte) 8).put((byte) 2); // 8 bits, RGB
        var png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        png.writeBytes(chunk("IHDR", header.array()));
        png.writeBytes(chunk("IDAT", deflated(scanlines.array())));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static int[] pixels(int number, int side) {
        var random = new SplittableRandom(number);
        var pixels = new int[side * side];
        Arrays.fill(pixels, random.nextInt(1 << 24));
        for (int i = 0; i < 4; i++) {
            int colour = random.nextInt(1 << 24);
            int left = random.nextInt(side / 2);
            int top = random.nextInt(side / 2);
            int width = side / 8 + random.nextInt(side / 4);
            int height = side / 8 + random.nextInt(side / 4);
            for (int y = top; y < top + height; y++) {
                Arrays.fill(pixels, y * side + left, y * side + left + width, colour);
            }
        }
        return pixels;
    }

    private static byte[] deflated(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var stream = new DeflaterOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }
}
