package dev.glimpse.vision.image.codec;

import java.util.Locale;
import java.util.Set;

/// A TIFF file (TIFF 6.0): the first page. Grey, RGB with or without alpha, palette, CMYK, YCbCr.
public final class TiffFile implements ImageFile {
    private final FileBytes file;
    private final TiffDirectory page;
    private final int width;
    private final int height;
    private final Kind kind;

    /// What the samples are.
    ///
    /// @param colours the photometric interpretation: 0 white is zero, 1 black is zero, 2 RGB, 3
    ///   palette, 5 CMYK, 6 YCbCr
    record Kind(long colours, long samples, long bits) {

        /// Whether colours may be stored for several pixels at a time.
        boolean isSubsampled() {
            return colours == 6;
        }
    }

    TiffFile(byte[] bytes) {
        file = new FileBytes(bytes, "TIFF");
        page = new TiffDirectory(file);
        width = side(TiffDirectory.WIDTH);
        height = side(TiffDirectory.HEIGHT);
        kind =
                new Kind(
                        page.required(TiffDirectory.PHOTOMETRIC),
                        page.first(TiffDirectory.SAMPLES_PER_PIXEL, 1),
                        page.first(TiffDirectory.BITS_PER_SAMPLE, 1));
        checkKind();
    }

    private int side(int tag) {
        long value = page.required(tag);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw file.damaged("a side of " + value + " pixels");
        }
        return (int) value;
    }

    private void checkKind() {
        boolean known =
                switch ((int) kind.colours) {
                    case 0 -> kind.samples == 1 && (kind.bits == 1 || kind.bits == 8);
                    case 1 -> kind.samples == 1 && Set.of(1L, 8L, 16L).contains(kind.bits);
                    case 2 ->
                            (kind.samples == 3 || kind.samples == 4)
                                    && (kind.bits == 8 || kind.bits == 16);
                    case 3 -> kind.samples == 1 && (kind.bits == 4 || kind.bits == 8);
                    case 5 -> kind.samples == 4 && kind.bits == 8;
                    case 6 -> kind.samples == 3 && kind.bits == 8;
                    default -> false;
                };
        if (!known) {
            throw file.unsupported(
                    String.format(
                            Locale.ROOT,
                            "%d samples of %d bits and PhotometricInterpretation %d",
                            kind.samples,
                            kind.bits,
                            kind.colours),
                    "grey of 1, 8 or 16 bits, RGB with or without alpha of 8 or 16, palettes of 4"
                            + " or 8, CMYK and YCbCr of 8; save it as PNG");
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
        var layout = new TiffLayout(file, page, width, height, kind);
        layout.check();
        boolean fourth = kind.samples == 4 && kind.colours == 2;
        var alpha =
                switch ((int) (fourth ? page.first(TiffDirectory.EXTRA_SAMPLES, 2) : 0)) {
                    case 0 -> Rgb.Alpha.IGNORED;
                    case 1 -> Rgb.Alpha.PREMULTIPLIED;
                    default -> Rgb.Alpha.STRAIGHT;
                };
        var orientation = Orientation.ofTag(page.first(TiffDirectory.ORIENTATION, 1));
        try (var pixels = OpenCv.decodeUnchanged(page.singlePage(layout.rowsPerStrip(), fourth))) {
            pixels.checkSize(width, height);
            return orientation.apply(Rgb.of(pixels, alpha, null));
        }
    }
}
