package dev.glimpse.vision.image.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A WebP file (RFC 9649): lossy or lossless. Of an animation, the first frame on a white canvas.
public final class WebpFile implements ImageFile {
    private static final int FIRST_CHUNK_AT = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;

    private final FileBytes file;
    private final long end;
    private final int width;
    private final int height;

    /// A size and where it lies on the canvas.
    private record Frame(int x, int y, int width, int height) {}

    WebpFile(byte[] bytes) {
        file = new FileBytes(bytes, "WebP");
        end = CHUNK_HEADER + file.u32le(4);
        var canvas =
                switch (file.fourCharacters(FIRST_CHUNK_AT)) {
                    case "VP8X" -> new Frame(0, 0, 1 + file.u24le(24), 1 + file.u24le(27));
                    case "VP8 ", "VP8L" -> bitstream(FIRST_CHUNK_AT);
                    default -> throw file.damaged("it does not start with VP8, VP8L or VP8X");
                };
        width = canvas.width();
        height = canvas.height();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Raster decode() {
        file.require(0, end);
        var content = new Content();
        content.read(FIRST_CHUNK_AT, end);
        byte[] image = content.assemble();
        var frame = content.frame;
        try (var pixels = OpenCv.decodeUnchanged(image)) {
            pixels.checkSize(frame.width, frame.height);
            Raster raster = Rgb.of(pixels);
            if (frame.width != width || frame.height != height) {
                raster = raster.onWhite(width, height, frame.x, frame.y);
            }
            return content.orientation.apply(raster);
        }
    }

    /// The size in the header of the VP8 or VP8L chunk at `chunk`.
    private Frame bitstream(long chunk) {
        long at = chunk + CHUNK_HEADER;
        if (file.fourCharacters(chunk).equals("VP8L")) {
            long bits = file.u32le(at + 1);
            if (file.u8(at) != 0x2F || bits >> 29 != 0) {
                throw file.damaged("no lossless image where one is announced");
            }
            return new Frame(0, 0, 1 + (int) (bits & 0x3FFF), 1 + (int) (bits >> 14 & 0x3FFF));
        }
        int columns = file.u16le(at + 6) & 0x3FFF;
        int rows = file.u16le(at + 8) & 0x3FFF;
        boolean keyFrame = (file.u8(at) & 1) == 0;
        if (!keyFrame || file.u24le(at + 3) != 0x2A019D || columns == 0 || rows == 0) {
            throw file.damaged("no lossy image where one is announced");
        }
        return new Frame(0, 0, columns, rows);
    }

    /// The chunks that make the first frame.
    private final class Content {
        private Frame frame = new Frame(0, 0, width, height);
        private Orientation orientation = Orientation.NORMAL;
        private byte @Nullable [] image;
        private byte[] alpha = {}; // of a lossy image; empty without
        private boolean lossless;
        private boolean inFrame;

        void read(long from, long to) {
            for (long at = from; at + CHUNK_HEADER <= to; ) {
                long length = file.u32le(at + 4);
                long next = at + CHUNK_HEADER + length + (length & 1);
                if (at + CHUNK_HEADER + length > to) {
                    throw file.damaged("a chunk at " + at + " that is longer than what holds it");
                }
                take(file.fourCharacters(at), at, (int) length);
                at = next;
            }
        }

        private void take(String type, long at, int length) {
            switch (type) {
                case "VP8 ", "VP8L" -> takeImage(type, at, length);
                case "ALPH" -> {
                    if (image == null) {
                        alpha = chunk(at, length);
                    }
                }
                case "ANMF" -> takeFrame(at, length);
                case "EXIF" -> takeExif(at, length);
                default -> {} // colour profile, animation settings, XMP, unknown
            }
        }

        private void takeImage(String type, long at, int length) {
            if (image != null) {
                return;
            }
            if (length < (type.equals("VP8L") ? 5 : 10)) {
                throw file.damaged("an image chunk of " + length + " bytes");
            }
            var size = bitstream(at);
            if (size.width != frame.width || size.height != frame.height) {
                throw file.damaged(
                        String.format(
                                Locale.ROOT,
                                "its header says %dx%d and its image data %dx%d",
                                frame.width,
                                frame.height,
                                size.width,
                                size.height));
            }
            lossless = type.equals("VP8L");
            image = chunk(at, length);
        }

        private void takeFrame(long at, int length) {
            if (image != null) {
                return;
            }
            if (inFrame) {
                throw file.damaged("an animation frame within another");
            }
            inFrame = true;
            if (length < FRAME_HEADER) {
                throw file.damaged("an animation frame of " + length + " bytes");
            }
            long data = at + CHUNK_HEADER;
            frame =
                    new Frame(
                            2 * file.u24le(data),
                            2 * file.u24le(data + 3),
                            1 + file.u24le(data + 6),
                            1 + file.u24le(data + 9));
            if ((long) frame.x + frame.width > width || (long) frame.y + frame.height > height) {
                throw file.damaged("an animation frame that reaches beyond the canvas");
            }
            read(data + FRAME_HEADER, data + length);
            inFrame = false;
            if (image == null) {
                throw file.damaged("an animation frame without an image");
            }
        }

        private void takeExif(long at, int length) {
            boolean prefixed = file.has(at + CHUNK_HEADER, "Exif\0\0") && length >= 6;
            int skipped = prefixed ? 6 : 0; // as some writers carry over from JPEG
            orientation =
                    Exif.orientation(
                            file.array(), (int) at + CHUNK_HEADER + skipped, length - skipped);
        }

        private byte[] chunk(long at, int length) {
            var bytes = new byte[CHUNK_HEADER + length + (length & 1)];
            System.arraycopy(file.array(), (int) at, bytes, 0, CHUNK_HEADER + length);
            return bytes;
        }

        /// A still image in a file of its own.
        byte[] assemble() {
            if (image == null) {
                throw file.damaged("no image data");
            }
            boolean separateAlpha = alpha.length > 0 && !lossless;
            int extra = separateAlpha ? CHUNK_HEADER + 10 + alpha.length : 0;
            var still = new ByteArrayOutputStream();
            put(still, "RIFF");
            put(still, 4 + extra + image.length, 4);
            put(still, "WEBP");
            if (separateAlpha) {
                put(still, "VP8X");
                put(still, 10, 4);
                put(still, 0x10, 4); // has alpha
                put(still, frame.width - 1, 3);
                put(still, frame.height - 1, 3);
                still.writeBytes(alpha);
            }
            still.writeBytes(image);
            return still.toByteArray();
        }

        private static void put(ByteArrayOutputStream target, String text) {
            target.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// The low `bytes` bytes of `value`, lowest first.
        private static void put(ByteArrayOutputStream target, int value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                target.write(value >> (8 * i));
            }
        }
    }
}
