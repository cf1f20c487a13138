package dev.glimpse.http.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// PNG files drawn in the test that needs them.
public final class Images {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int GREY = 0xF0F0F0;

    private Images() {}

    /// A disc of one colour (0xRRGGBB) on light grey.
    public static byte[] disc(int colour) {
        return png(
                224,
                224,
                (x, y) -> (x - 112) * (x - 112) + (y - 112) * (y - 112) < 6400 ? colour : GREY);
    }

    /// One colour (0xRRGGBB) everywhere.
    public static byte[] plain(int width, int height, int colour) {
        return png(width, height, (_, _) -> colour);
    }

    /// A header that claims a size, with next to no pixels.
    public static byte[] claiming(int width, int height) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(width, height));
        chunk(file, "IDAT", deflated(new byte[100]));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] png(int width, int height, IntBinaryOperator colour) {
        var rows = new ByteArrayOutputStream();
        for (int y = 0; y < height; y++) {
            rows.write(0); // no filter
            for (int x = 0; x < width; x++) {
                int rgb = colour.applyAsInt(x, y);
                rows.write(rgb >> 16);
                rows.write(rgb >> 8);
                rows.write(rgb);
            }
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(width, height));
        chunk(file, "IDAT", deflated(rows.toByteArray()));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] header(int width, int height) {
        byte[] depthAndType = {8, 2, 0, 0, 0};
        return ByteBuffer.allocate(13).putInt(width).putInt(height).put(depthAndType).array();
    }

    private static byte[] deflated(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
            deflater.write(bytes);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(name);
        file.writeBytes(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
