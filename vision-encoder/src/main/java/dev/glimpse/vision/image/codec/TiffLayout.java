package dev.glimpse.vision.image.codec;

import java.util.Locale;
import java.util.Set;

/// How a TIFF page's samples lie in the file: in strips of rows, or in tiles.
final class TiffLayout {
    private static final Set<Long> COMPRESSIONS =
            Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32773L, 32946L);
    private static final long NO_COMPRESSION = 1;
    private static final long SEPARATE_PLANES = 2;
    private static final int MAX_TILE_SIDE = 65_536;
    private static final int SMALL_TILE_PIXELS = 1 << 20;

    private final FileBytes file;
    private final TiffDirectory page;
    private final TiffFile.Kind kind;
    private final int width;
    private final int height;
    private final boolean tiled;
    private final boolean plain;
    private final long planes;

    TiffLayout(FileBytes file, TiffDirectory page, int width, int height, TiffFile.Kind kind) {
        this.file = file;
        this.page = page;
        this.width = width;
        this.height = height;
        this.kind = kind;
        tiled = page.has(TiffDirectory.TILE_WIDTH);
        plain = page.first(TiffDirectory.COMPRESSION, NO_COMPRESSION) == NO_COMPRESSION;
        boolean separate = page.first(TiffDirectory.PLANAR, 1) == SEPARATE_PLANES;
        planes = separate ? kind.samples() : 1;
    }

    /// Whether it is of a kind that is read, and all of it is there.
    void check() {
        checkKind();
        long columns = tiled ? tileSide(TiffDirectory.TILE_WIDTH) : width;
        long rows = tiled ? tileSide(TiffDirectory.TILE_HEIGHT) : rowsPerStrip();
        if (tiled) {
            checkTiles(columns, rows);
        }
        long down = Math.ceilDiv(height, rows);
        long chunks = Math.ceilDiv(width, columns) * down * planes;
        int offsets = tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS;
        int counts = tiled ? TiffDirectory.TILE_BYTE_COUNTS : TiffDirectory.STRIP_BYTE_COUNTS;
        if (page.count(offsets) != chunks || page.count(counts) != chunks) {
            throw file.damaged(
                    String.format(
                            Locale.ROOT,
                            "%d strips or tiles where its size needs %d",
                            page.count(offsets),
                            chunks));
        }
        for (int i = 0; i < chunks; i++) {
            long bytes = page.value(counts, i);
            file.require(page.value(offsets, i), bytes);
            long rowsHere = tiled ? rows : Math.min(rows, height - i % down * rows);
            if (bytes == 0 || (plain && bytes < bytes(columns, rowsHere))) {
                throw file.truncated();
            }
        }
    }

    /// Rows of a strip, no more than the image has.
    long rowsPerStrip() {
        long rows = Math.min(page.first(TiffDirectory.ROWS_PER_STRIP, height), height);
        if (rows < 1) {
            throw file.damaged("strips of no rows");
        }
        return rows;
    }

    private void checkKind() {
        long compression = page.first(TiffDirectory.COMPRESSION, NO_COMPRESSION);
        if (!COMPRESSIONS.contains(compression)) {
            throw file.unsupported(
                    "compression " + compression, "none, CCITT, LZW, JPEG (7), Deflate, PackBits");
        }
        if (page.first(TiffDirectory.SAMPLE_FORMAT, 1) != 1) {
            throw file.unsupported("samples that are no unsigned integers", "unsigned integers");
        }
        if (kind.bits() == 16 && planes > 1) {
            throw file.unsupported("16-bit samples in separate planes", "interleaved ones");
        }
        for (int i = 1; i < Math.min(page.count(TiffDirectory.BITS_PER_SAMPLE), 4); i++) {
            if (page.value(TiffDirectory.BITS_PER_SAMPLE, i) != kind.bits()) {
                throw file.unsupported("samples of different sizes", "equal ones");
            }
        }
    }

    /// Bytes of a strip or tile that is not compressed; of subsampled colours at the least.
    private long bytes(long columns, long rows) {
        long samples = kind.isSubsampled() ? 1 : kind.samples() / planes;
        return Math.ceilDiv(columns * samples * kind.bits(), 8) * rows;
    }

    private long tileSide(int tag) {
        long side = page.required(tag);
        if (side < 16 || side > MAX_TILE_SIDE || side % 16 != 0) {
            throw file.damaged("tiles of side " + side);
        }
        return side;
    }

    private void checkTiles(long columns, long rows) {
        if (columns * rows > Math.max(SMALL_TILE_PIXELS, 4L * width * height)) {
            throw file.damaged("tiles much larger than the image");
        }
        if (plain && bytes(columns, rows) % 1024 != 0) { // which libtiff 4.7.1 misreads
            throw file.unsupported(
                    "uncompressed tiles of " + bytes(columns, rows) + " bytes",
                    "multiples of 1024 bytes, or compressed");
        }
    }
}
