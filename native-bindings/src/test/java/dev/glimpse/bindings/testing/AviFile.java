package dev.glimpse.bindings.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes videos without compression, as AVI files: what is read is what was written, to the bit.
public final class AviFile {
    private static final int HAS_INDEX = 0x10;
    private static final int KEY_FRAME = 0x10;

    private AviFile() {}

    /// A video.
    ///
    /// @param width a multiple of 4, so that rows need no padding
    /// @param frames pixels of each, RGB, row by row
    /// @param rate frames a second
    public static byte[] of(int width, int height, List<byte[]> frames, int rate) {
        var movie = new ByteArrayOutputStream();
        var index = new ByteArrayOutputStream();
        movie.writeBytes(name("movi"));
        for (byte[] frame : frames) {
            index.writeBytes(name("00db"));
            index.writeBytes(ints(KEY_FRAME, movie.size(), frame.length));
            movie.writeBytes(chunk("00db", bottomUp(width, height, frame)));
        }
        byte[] header =
                joined(
                        name("hdrl"),
                        chunk(
                                "avih",
                                ints(
                                        1_000_000 / rate,
                                        0,
                                        0,
                                        HAS_INDEX,
                                        frames.size(),
                                        0,
                                        1,
                                        width * height * 3,
                                        width,
                                        height,
                                        0,
                                        0,
                                        0,
                                        0)),
                        chunk("LIST", stream(width, height, frames.size(), rate)));
        return chunk(
                "RIFF",
                joined(
                        name("AVI "),
                        chunk("LIST", header),
                        chunk("LIST", movie.toByteArray()),
                        chunk("idx1", index.toByteArray())));
    }

    private static byte[] stream(int width, int height, int frames, int rate) {
        byte[] header =
                joined(
                        name("vids"),
                        name("DIB "),
                        ints(0, 0, 0, 1, rate, 0, frames, width * height * 3, -1, 0),
                        new byte[8]);
        byte[] format = ints(40, width, height, 1 | 24 << 16, 0, width * height * 3, 0, 0, 0, 0);
        return joined(name("strl"), chunk("strh", header), chunk("strf", format));
    }

    /// Rows from the bottom to the top, blue first.
    private static byte[] bottomUp(int width, int height, byte[] rgb) {
        var turned = new byte[rgb.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * width + x) * 3;
                int to = ((height - 1 - y) * width + x) * 3;
                for (int channel = 0; channel < 3; channel++) {
                    turned[to + channel] = rgb[from + 2 - channel];
                }
            }
        }
        return turned;
    }

    private static byte[] chunk(String name, byte[] body) {
        return joined(name(name), ints(body.length), body, new byte[body.length & 1]);
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] ints(int... values) {
        var bytes =
                ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
