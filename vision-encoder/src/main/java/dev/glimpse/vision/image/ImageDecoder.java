package dev.glimpse.vision.image;

import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.codec.BmpFile;
import dev.glimpse.vision.image.codec.GifFile;
import dev.glimpse.vision.image.codec.ImageFile;
import dev.glimpse.vision.image.codec.JpegFile;
import dev.glimpse.vision.image.codec.OpenCv;
import dev.glimpse.vision.image.codec.PngFile;
import dev.glimpse.vision.image.codec.Raster;
import dev.glimpse.vision.image.codec.TiffFile;
import dev.glimpse.vision.image.codec.WebpFile;
import java.util.Locale;

/// Decodes image files: JPEG, PNG, WebP, BMP, TIFF and GIF; of several frames or pages the first.
///
/// The result is what a viewer shows: the orientation in the file's Exif data (or TIFF tag) is
/// applied, transparency lies over white, 16-bit samples keep their high byte. Colour profiles and
/// gamma are not applied, as in the models' official preprocessing.
///
/// Size limits are checked on the header, before anything is decoded; a file that is cut off or
/// contradicts itself is an error and never half an image.
///
/// Memory of one `decode` besides the file: up to 8 bytes a pixel in native memory and 6 in the
/// heap. Thread-safe; each call decodes on its own thread alone, so the caller bounds how many run
/// at once.
public final class ImageDecoder {
    /// More would not fit a Java array of three bytes a pixel.
    private static final long MAX_ARRAY_PIXELS = (Integer.MAX_VALUE - 8) / 3;

    /// OpenCV's own limit (OPENCV_IO_MAX_IMAGE_WIDTH and _HEIGHT).
    private static final int MAX_OPENCV_SIDE = 1 << 20;

    private final ImageLimits limits;

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /// Loads the native libraries now rather than with the first image: once for the process. They
    /// are unpacked the first time on a machine, which takes longer.
    ///
    /// @throws EncoderException if they cannot be loaded
    public static void load() {
        OpenCv.load();
    }

    /// Reads the header of `file` and checks it against the limits; decodes nothing.
    ///
    /// @throws ImageException if it is no image, of a format that is not read, damaged, or beyond a
    ///   limit
    public ImageHeader header(byte[] file) {
        return headerOf(open(file));
    }

    /// Decodes the first image in `file`.
    ///
    /// @throws ImageException if it is no image, of a format that is not read, truncated, damaged,
    ///   or beyond a limit
    public RgbImage decode(byte[] file) {
        Raster raster = open(file).decode();
        return RgbImage.takeOver(raster.width(), raster.height(), raster.rgb());
    }

    private ImageFile open(byte[] bytes) {
        if (bytes.length > limits.maxBytes()) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "image file has %s; limit is %s (ImageLimits.maxBytes)",
                            mebibytes(bytes.length),
                            mebibytes(limits.maxBytes())));
        }
        var file = ImageFile.parse(bytes);
        check(headerOf(file));
        return file;
    }

    private void check(ImageHeader header) {
        String size = "image " + header.width() + "x" + header.height();
        int longest = Math.min(limits.maxSide(), MAX_OPENCV_SIDE);
        if (header.width() > longest || header.height() > longest) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "%s is too long; limit is %d pixels a side (ImageLimits.maxSide)",
                            size,
                            longest));
        }
        long most = Math.min(limits.maxPixels(), MAX_ARRAY_PIXELS);
        if (header.pixels() > most) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "%s has %s; limit is %s (ImageLimits.maxPixels)",
                            size,
                            pixels(header.pixels(), most),
                            pixels(most, header.pixels())));
        }
    }

    private static ImageHeader headerOf(ImageFile file) {
        ImageFormat format =
                switch (file) {
                    case JpegFile _ -> ImageFormat.JPEG;
                    case PngFile _ -> ImageFormat.PNG;
                    case WebpFile _ -> ImageFormat.WEBP;
                    case BmpFile _ -> ImageFormat.BMP;
                    case TiffFile _ -> ImageFormat.TIFF;
                    case GifFile _ -> ImageFormat.GIF;
                };
        return new ImageHeader(format, file.width(), file.height());
    }

    /// Such as `108.0 MP`, or to the pixel where that would not tell `count` from `other`.
    private static String pixels(long count, long other) {
        boolean close = Math.abs(count - other) < 100_000;
        return close ? count + " pixels" : String.format(Locale.ROOT, "%.1f MP", count / 1e6);
    }

    private static String mebibytes(long bytes) {
        return bytes < 1 << 20
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
