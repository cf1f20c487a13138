package dev.glimpse.samples.scenes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Pixels to draw on, and to write as PNG. Not thread-safe.
final class Canvas {
    /// Points a pixel is looked at in each direction, for smooth edges.
    private static final int POINTS = 4;

    private final int width;
    private final int height;
    private final byte[] rgb;

    /// @param colour red, green and blue in 24 bits
    Canvas(int width, int height, int colour) {
        this.width = width;
        this.height = height;
        rgb = new byte[3 * width * height];
        draw((x, y) -> true, colour);
    }

    Canvas draw(Shape shape, int colour) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mix(3 * (y * width + x), colour, coverage(shape, x, y));
            }
        }
        return this;
    }

    /// How many of a pixel's points the shape covers.
    private static int coverage(Shape shape, int x, int y) {
        int covered = 0;
        for (int i = 0; i < POINTS * POINTS; i++) {
            double pointX = x + (i % POINTS + 0.5) / POINTS;
            double pointY = y + (Math.floorDiv(i, POINTS) + 0.5) / POINTS;
            covered += shape.covers(pointX, pointY) ? 1 : 0;
        }
        return covered;
    }

    private void mix(int at, int colour, int covered) {
        int all = POINTS * POINTS;
        for (int channel = 0; channel < 3; channel++) {
            int over = colour >> (16 - 8 * channel) & 0xFF;
            int under = rgb[at + channel] & 0xFF;
            rgb[at + channel] = (byte) ((over * covered + under * (all - covered)) / all);
        }
    }

    /// The image as a PNG file.
    byte[] toPng() {
        var rows = ByteBuffer.allocate(height * (1 + 3 * width));
        for (int y = 0; y < height; y++) {
            rows.put((byte) 0).put(rgb, 3 * width * y, 3 * width);
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        file.writeBytes(chunk("IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array()));
        file.writeBytes(chunk("IDAT", compress(rows.array())));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] compress(byte[] data) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(data);
            deflater.finish();
            var compressed = new ByteArrayOutputStream();
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        }
    }

    private static byte[] chunk(String type, byte[] body) {
        var crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        crc.update(name);
        crc.update(body);
        return ByteBuffer.allocate(12 + body.length)
                .putInt(body.length)
                .put(name)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }
}
