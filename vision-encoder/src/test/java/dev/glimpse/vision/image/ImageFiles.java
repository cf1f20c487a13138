package dev.glimpse.vision.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Image files for tests: the samples of the `pillow` folder, and small encoders.
final class ImageFiles {
    private static final byte[] PNG_SIGNATURE = latin1("\u0089PNG\r\n\u001a\n");

    private ImageFiles() {}

    /// Names of the files in the `pillow` folder; see `make.py` there.
    static List<String> names() {
        return new String(sample("index.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    static byte[] sample(String name) {
        try (var stream = ImageFiles.class.getResourceAsStream("pillow/" + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource pillow/" + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A PNG of RGB pixels.
    static byte[] png(int width, int height, byte[] rgb) {
        var rows = new ByteArrayOutputStream();
        for (int y = 0; y < height; y++) {
            rows.write(0);
            rows.write(rgb, 3 * width * y, 3 * width);
        }
        return png(pngHeader(width, height), chunk("IDAT", deflate(rows.toByteArray())));
    }

    /// A PNG of these chunks and the end.
    static byte[] png(byte[]... chunks) {
        return join(PNG_SIGNATURE, join(chunks), chunk("IEND", new byte[0]));
    }

    /// The IHDR chunk of an RGB image of 8 bits.
    static byte[] pngHeader(int width, int height) {
        var body = ByteBuffer.allocate(13).putInt(width).putInt(height);
        return chunk("IHDR", body.put(new byte[] {8, 2, 0, 0, 0}).array());
    }

    /// A chunk of a PNG.
    static byte[] chunk(String type, byte[] body) {
        byte[] named = join(latin1(type), body);
        var crc = new CRC32();
        crc.update(named);
        return join(
                ByteBuffer.allocate(4).putInt(body.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    static byte[] deflate(byte[] data) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A WebP or WAV-like file of these chunks.
    static byte[] riff(byte[]... chunks) {
        byte[] body = join(latin1("WEBP"), join(chunks));
        return join(latin1("RIFF"), le(body.length, 4), body);
    }

    /// A chunk of a WebP.
    static byte[] riffChunk(String type, byte[] body) {
        return join(latin1(type), le(body.length, 4), body, new byte[body.length % 2]);
    }

    /// A BMP with the 40-byte header.
    static byte[] bmp(int width, int height, int bits, int compression, byte[]... rest) {
        byte[] content = join(rest);
        return join(
                latin1("BM"),
                le(54 + content.length, 4),
                le(0, 4),
                le(54 + (bits <= 8 ? 4 << bits : 0), 4),
                join(le(40, 4), le(width, 4), le(height, 4), le(1, 2), le(bits, 2)),
                join(le(compression, 4), new byte[20]),
                content);
    }

    /// A GIF of one frame of one colour, which is number 1 of two colours.
    static byte[] gif(int screenWidth, int screenHeight, int[] frame, byte[] colours) {
        int pixels = frame[2] * frame[3];
        return join(
                latin1("GIF89a"),
                join(le(screenWidth, 2), le(screenHeight, 2), le(0x80, 3), colours),
                join(latin1(","), le(frame[0], 2), le(frame[1], 2), le(frame[2], 2)),
                join(le(frame[3], 2), le(0, 1), le(2, 1), lzwOnes(pixels), latin1(";")));
    }

    /// Index 1 so many times, each after a clear code, in sub-blocks.
    private static byte[] lzwOnes(int count) {
        var codes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int i = 0; i <= 2 * count; i++) {
            int code = i == 2 * count ? 5 : i % 2 == 0 ? 4 : 1;
            held |= code << bits;
            bits += 3;
            if (bits >= 8) {
                codes.write(held);
                held >>= 8;
                bits -= 8;
            }
        }
        codes.write(held);
        byte[] data = codes.toByteArray();
        var blocks = new ByteArrayOutputStream();
        for (int at = 0; at < data.length; at += 255) {
            int length = Math.min(255, data.length - at);
            blocks.write(length);
            blocks.write(data, at, length);
        }
        blocks.write(0);
        return blocks.toByteArray();
    }

    /// A little-endian TIFF of one directory at byte 8: each entry is a tag, its type (3 short, 4
    /// long), how many values, and the value or where they are.
    static byte[] tiff(byte[] data, int[]... entries) {
        var file = ByteBuffer.allocate(14 + 12 * entries.length + data.length);
        file.order(ByteOrder.LITTLE_ENDIAN);
        file.put(latin1("II*\0")).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            file.putShort((short) entry[0]).putShort((short) entry[1]);
            file.putInt(entry[2]).putInt(entry[3]);
        }
        return file.putInt(0).put(data).array();
    }

    /// Exif data with nothing but an orientation, starting with the byte order.
    static byte[] exif(int orientation, ByteOrder order) {
        var block = ByteBuffer.allocate(26).order(order);
        block.put(latin1(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"));
        block.putShort((short) 42).putInt(8).putShort((short) 1);
        block.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return block.array();
    }

    /// `jpeg` with an APP1 segment of Exif data in front.
    static byte[] withExif(byte[] jpeg, byte[] exif) {
        byte[] rest = new byte[jpeg.length - 2];
        System.arraycopy(jpeg, 2, rest, 0, rest.length);
        byte[] body = join(latin1("Exif\0\0"), exif);
        int length = body.length + 2;
        byte[] marker = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1};
        return join(marker, new byte[] {(byte) (length >> 8), (byte) length}, body, rest);
    }

    /// The low bytes of `value`, lowest first.
    static byte[] le(long value, int bytes) {
        var result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (value >> (8 * i));
        }
        return result;
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
