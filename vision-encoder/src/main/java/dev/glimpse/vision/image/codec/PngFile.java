package dev.glimpse.vision.image.codec;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A PNG file (W3C PNG, third edition). Of an animation, the default image.
public final class PngFile implements ImageFile {
    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    private static final int HEADER_AT = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final Set<String> CRITICAL = Set.of("IHDR", "PLTE", "IDAT", "IEND");

    private final FileBytes file;
    private final int width;
    private final int height;
    private final int bitDepth;
    private final int colourType;

    PngFile(byte[] bytes) {
        file = new FileBytes(bytes, "PNG");
        if (file.has(HEADER_AT + 4, "CgBI")) {
            throw file.unsupported("Apple's CgBI variant", "standard PNG");
        }
        if (file.u32be(HEADER_AT) != 13 || !file.has(HEADER_AT + 4, "IHDR")) {
            throw file.damaged("it does not start with an IHDR chunk of 13 bytes");
        }
        checkCrc(HEADER_AT, 13);
        width = side(file.u32be(16));
        height = side(file.u32be(20));
        bitDepth = file.u8(24);
        colourType = file.u8(25);
        checkKind();
    }

    private int side(long value) {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw file.damaged("a side of " + value + " pixels");
        }
        return (int) value;
    }

    private void checkKind() {
        boolean known =
                switch (colourType) {
                    case 0 -> Set.of(1, 2, 4, 8, 16).contains(bitDepth);
                    case 3 -> Set.of(1, 2, 4, 8).contains(bitDepth);
                    case 2, 4, 6 -> Set.of(8, 16).contains(bitDepth);
                    default -> false;
                };
        if (!known) {
            throw file.damaged("colour type " + colourType + " with " + bitDepth + " bits");
        }
        if (file.u8(26) != 0 || file.u8(27) != 0 || file.u8(28) > 1) {
            throw file.damaged("an unknown compression, filter or interlace method");
        }
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
        var content = read();
        try (var pixels = OpenCv.decodeUnchanged(content.image())) {
            pixels.checkSize(width, height);
            return content.orientation().apply(Rgb.of(pixels, Rgb.Alpha.STRAIGHT, content.key));
        }
    }

    /// Walks the chunks and keeps those that make the default image.
    private Content read() {
        var content = new Content();
        long at = HEADER_AT;
        while (true) {
            long length = file.u32be(at);
            String type = file.fourCharacters(at + 4);
            file.require(at, CHUNK_OVERHEAD + length);
            if (CRITICAL.contains(type) || type.equals("tRNS")) {
                checkCrc(at, length);
            }
            content.take(type, (int) at, (int) length);
            at += CHUNK_OVERHEAD + length;
            if (type.equals("IEND")) {
                content.finish();
                return content;
            }
        }
    }

    private void checkCrc(long chunk, long length) {
        file.require(chunk, CHUNK_OVERHEAD + length);
        var crc = new CRC32();
        crc.update(file.array(), (int) chunk + 4, (int) length + 4);
        if (crc.getValue() != file.u32be(chunk + 8 + length)) {
            throw file.damaged(
                    "wrong checksum of chunk " + file.fourCharacters(chunk + 4) + " at " + chunk);
        }
    }

    /// What the chunks amount to.
    private final class Content {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        private Orientation orientation = Orientation.NORMAL;
        private boolean palette;
        private boolean data;
        private Rgb.@Nullable ColourKey key;

        Content() {
            kept.write(file.array(), 0, HEADER_AT);
        }

        byte[] image() {
            return kept.toByteArray();
        }

        Orientation orientation() {
            return orientation;
        }

        void take(String type, int at, int length) {
            switch (type) {
                case "IHDR" -> {
                    if (at != HEADER_AT) {
                        throw file.damaged("two IHDR chunks");
                    }
                    keep(at, length);
                }
                case "PLTE" -> takePalette(at, length);
                case "tRNS" -> takeTransparency(at, length);
                case "IDAT" -> {
                    data = true;
                    keep(at, length);
                }
                case "eXIf" -> orientation = Exif.orientation(file.array(), at + 8, length);
                case "IEND" -> keep(at, length);
                default -> {
                    if (Character.isUpperCase(type.charAt(0))) {
                        throw file.damaged("an unknown critical chunk at " + at);
                    }
                }
            }
        }

        private void takePalette(int at, int length) {
            if (palette || data || length == 0 || length % 3 != 0 || length > 768) {
                throw file.damaged("a PLTE chunk out of place, or of " + length + " bytes");
            }
            palette = true;
            if (colourType == 3) { // elsewhere it only suggests how to quantize
                keep(at, length);
            }
        }

        /// A palette's alpha goes to the decoder; the transparent colour of the other kinds, which
        /// OpenCV does not apply to grey, is applied here.
        private void takeTransparency(int at, int length) {
            int expected = colourType == 0 ? 2 : colourType == 2 ? 6 : length;
            if (data || colourType >= 4 || length != expected || length > 256) {
                throw file.damaged("a tRNS chunk out of place, or of " + length + " bytes");
            }
            switch (colourType) {
                case 0 -> {
                    int grey = file.u16be(at + 8) & maximum();
                    int scaled = bitDepth < 8 ? grey * 255 / maximum() : grey;
                    key = new Rgb.ColourKey(scaled, scaled, scaled);
                }
                case 2 ->
                        key =
                                new Rgb.ColourKey(
                                        file.u16be(at + 8) & maximum(),
                                        file.u16be(at + 10) & maximum(),
                                        file.u16be(at + 12) & maximum());
                default -> keep(at, length);
            }
        }

        void finish() {
            if (!data) {
                throw file.damaged("no image data");
            }
            if (colourType == 3 && !palette) {
                throw file.damaged("colours of a palette that is not there");
            }
        }

        private int maximum() {
            return (1 << bitDepth) - 1;
        }

        private void keep(int at, int length) {
            kept.write(file.array(), at, CHUNK_OVERHEAD + length);
        }
    }
}
