package dev.glimpse.cli.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// PNG files, made here.
public final class TestImage {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int SIDE = 224;

    private TestImage() {}

    /// A PNG file of one colour.
    ///
    /// @param rgb as 0xRRGGBB
    public static byte[] plain(int rgb) {
        var pixels = new int[SIDE * SIDE];
        Arrays.fill(pixels, rgb);
        return square(SIDE, pixels);
    }

    /// A square PNG file.
    ///
    /// @param pixels each as 0xRRGGBB, row by row
    public static byte[] square(int side, int[] pixels) {
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
