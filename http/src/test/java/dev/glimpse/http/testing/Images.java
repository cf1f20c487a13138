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
    private static final int SAMPLES = 3; // each way, within a pixel

    private Images() {}

    /// A shape of one colour (0xRRGGBB), its place and size as fractions of the picture's height.
    public record Shape(Kind kind, double x, double y, double radius, int colour) {
        boolean covers(double px, double py) {
            double dx = px - x;
            double dy = py - y;
            return switch (kind) {
                case DISC -> dx * dx + dy * dy < radius * radius;
                case SQUARE -> Math.max(Math.abs(dx), Math.abs(dy)) < radius * 0.9;
                case TRIANGLE ->
                        dy < radius * 0.8 && Math.abs(dx) < (dy + radius) * 0.6 && dy > -radius;
            };
        }
    }

    /// What a [Shape] looks like.
    public enum Kind {
        DISC,
        SQUARE,
        TRIANGLE
    }

    /// A disc of one colour (0xRRGGBB) on light grey.
    public static byte[] disc(int colour) {
        return scene(224, 224, GREY, new Shape(Kind.DISC, 0.5, 0.5, 0.36, colour));
    }

    /// Shapes on a background, with smooth edges.
    public static byte[] scene(int width, int height, int background, Shape... shapes) {
        return png(
                width,
                height,
                (x, y) -> {
                    int red = 0;
                    int green = 0;
                    int blue = 0;
                    for (double sy = 0.5; sy < SAMPLES; sy++) {
                        for (double sx = 0.5; sx < SAMPLES; sx++) {
                            double px = (x + sx / SAMPLES) / height;
                            double py = (y + sy / SAMPLES) / height;
                            int colour = background;
                            for (Shape shape : shapes) {
                                colour = shape.covers(px, py) ? shape.colour() : colour;
                            }
                            red += colour >> 16 & 0xFF;
                            green += colour >> 8 & 0xFF;
                            blue += colour & 0xFF;
                        }
                    }
                    int all = SAMPLES * SAMPLES;
                    return ((red / all) << 16) | ((green / all) << 8) | (blue / all);
                });
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
