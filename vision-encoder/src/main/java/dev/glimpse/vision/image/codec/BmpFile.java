package dev.glimpse.vision.image.codec;

/// A BMP file: 1 to 32 bits a pixel, plain, run-length encoded or with bit masks, from the header
/// of OS/2 to version 5.
///
/// Decoded here: OpenCV 4.13 misreads five-bit samples, the OS/2 header, masks of version 3 and
/// run-length jumps. Samples equal Pillow's.
public final class BmpFile implements ImageFile {
    private static final int FILE_HEADER = 14;
    private static final int OS2_HEADER = 12;
    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;

    private final FileBytes file;
    private final long headerSize;
    private final boolean os2;
    private final int width;
    private final int height;
    private final boolean topDown;
    private final int bits;
    private final long compression;

    BmpFile(byte[] bytes) {
        file = new FileBytes(bytes, "BMP");
        headerSize = file.u32le(FILE_HEADER);
        os2 = headerSize == OS2_HEADER;
        if (!os2 && (headerSize < 40 || headerSize > 124)) {
            throw file.unsupported("a header of " + headerSize + " bytes", "12 and 40 to 124");
        }
        width = os2 ? file.u16le(18) : (int) file.u32le(18);
        int rows = os2 ? file.u16le(20) : (int) file.u32le(22);
        topDown = rows < 0;
        height = Math.abs(rows);
        bits = file.u16le(os2 ? 24 : 28);
        compression = os2 ? RGB : file.u32le(30);
        if (width < 1 || height < 1) {
            throw file.damaged("a size of " + width + "x" + rows);
        }
        checkKind();
    }

    private void checkKind() {
        boolean known =
                switch (bits) {
                    case 1, 24 -> compression == RGB;
                    case 4 -> compression == RGB || compression == RLE4;
                    case 8 -> compression == RGB || compression == RLE8;
                    case 16, 32 ->
                            compression == RGB
                                    || compression == BIT_FIELDS
                                    || compression == ALPHA_BIT_FIELDS;
                    default -> false;
                };
        if (!known) {
            throw file.unsupported(
                    bits + " bits a pixel with compression " + compression,
                    "1, 4, 8, 16, 24, 32 bits, plain, RLE or with bit fields");
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
        long offset = file.u32le(10);
        if (bits <= 8) {
            byte[] palette = palette(offset);
            byte[] indices =
                    compression == RGB
                            ? indices(offset)
                            : new BmpRuns(file, width, height, bits).read(offset);
            return colours(indices, palette);
        }
        return bits == 24 ? trueColour(offset) : masked(offset);
    }

    /// The position of row `y` from the top, once all rows are known to be there.
    private long rowAt(long offset, int y) {
        long stride = stride();
        return offset + stride * (topDown ? y : height - 1 - y);
    }

    private long stride() {
        return ((long) width * bits + 31) / 32 * 4;
    }

    private void requireRows(long offset) {
        long lastRow = ((long) width * bits + 7) / 8;
        file.require(offset, stride() * (height - 1) + lastRow);
    }

    /// 256 colours of 3 bytes, RGB; those that the file does not have are black.
    private byte[] palette(long offset) {
        int entryBytes = os2 ? 3 : 4;
        long at = FILE_HEADER + headerSize;
        long used = os2 ? 0 : file.u32le(46);
        long room = Math.max(0, (offset - at) / entryBytes);
        long entries = Math.min(Math.min(used == 0 ? 1 << bits : used, room), 256);
        var palette = new byte[3 * 256];
        for (int i = 0; i < entries; i++, at += entryBytes) {
            palette[3 * i] = (byte) file.u8(at + 2);
            palette[3 * i + 1] = (byte) file.u8(at + 1);
            palette[3 * i + 2] = (byte) file.u8(at);
        }
        return palette;
    }

    private byte[] indices(long offset) {
        requireRows(offset);
        var indices = new byte[Math.multiplyExact(width, height)];
        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        for (int y = 0, target = 0; y < height; y++) {
            long row = rowAt(offset, y);
            for (int x = 0; x < width; x++) {
                int shift = 8 - bits - x % perByte * bits;
                indices[target++] = (byte) (file.u8(row + x / perByte) >> shift & mask);
            }
        }
        return indices;
    }

    private Raster colours(byte[] indices, byte[] palette) {
        var rgb = new byte[Math.toIntExact(3L * indices.length)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(palette, 3 * (indices[i] & 0xFF), rgb, 3 * i, 3);
        }
        return new Raster(width, height, rgb);
    }

    private Raster trueColour(long offset) {
        requireRows(offset);
        var rgb = new byte[Math.toIntExact(3L * width * height)];
        for (int y = 0, target = 0; y < height; y++) {
            int source = (int) rowAt(offset, y);
            for (int x = 0; x < width; x++, source += 3, target += 3) {
                rgb[target] = file.array()[source + 2];
                rgb[target + 1] = file.array()[source + 1];
                rgb[target + 2] = file.array()[source];
            }
        }
        return new Raster(width, height, rgb);
    }

    private Raster masked(long offset) {
        requireRows(offset);
        var red = mask(0);
        var green = mask(1);
        var blue = mask(2);
        var alpha = mask(3);
        var rgb = new byte[Math.toIntExact(3L * width * height)];
        for (int y = 0, target = 0; y < height; y++) {
            long source = rowAt(offset, y);
            for (int x = 0; x < width; x++, source += bits / 8) {
                long pixel = bits == 16 ? file.u16le(source) : file.u32le(source);
                int opacity = alpha.bits() == 0 ? 255 : alpha.of(pixel);
                rgb[target++] = (byte) Rgb.overWhite(red.of(pixel), opacity);
                rgb[target++] = (byte) Rgb.overWhite(green.of(pixel), opacity);
                rgb[target++] = (byte) Rgb.overWhite(blue.of(pixel), opacity);
            }
        }
        return new Raster(width, height, rgb);
    }

    /// The mask of red, green, blue or alpha (0 to 3).
    private Mask mask(int channel) {
        if (compression == RGB) {
            int five = channel == 3 ? 0 : 0x1F << (10 - 5 * channel);
            int eight = channel == 3 ? 0 : 0xFF << (16 - 8 * channel);
            return Mask.of(bits == 16 ? five : eight, file);
        }
        boolean hasAlpha = headerSize >= 56 || compression == ALPHA_BIT_FIELDS;
        boolean absent = channel == 3 && !hasAlpha;
        return Mask.of(absent ? 0 : file.u32le(54 + 4 * channel), file);
    }

    /// Adjacent bits of a pixel.
    private record Mask(int shift, int bits) {

        static Mask of(long mask, FileBytes file) {
            int shift = mask == 0 ? 0 : Long.numberOfTrailingZeros(mask);
            int bits = Long.bitCount(mask);
            if (mask >> shift != (1L << bits) - 1) {
                throw file.damaged("a bit mask of " + Long.toHexString(mask));
            }
            return new Mask(shift, bits);
        }

        /// Scaled to 0 to 255, rounded down.
        int of(long pixel) {
            long maximum = (1L << bits) - 1;
            return maximum == 0 ? 0 : (int) ((pixel >> shift & maximum) * 255 / maximum);
        }
    }
}
