package dev.glimpse.vision.image.codec;

import dev.glimpse.vision.fault.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Tells a file's format from its first bytes.
final class Signature {
    private static final String ALLOWED = "allowed: JPEG, PNG, WebP, BMP, TIFF, GIF";
    private static final Set<String> HEIF_BRANDS =
            Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1");

    /// A format that is known and not read, by its first bytes.
    private record Other(int at, String bytes, String name) {}

    private static final List<Other> OTHERS =
            List.of(
                    new Other(0, "%PDF", "a PDF document"),
                    new Other(4, "ftypavif", "an AVIF image"),
                    new Other(4, "ftypavis", "an AVIF image"),
                    new Other(4, "ftyp", "a video"),
                    new Other(0, "\u00FF\n", "a JPEG XL image"),
                    new Other(4, "JXL \r\n\u0087\n", "a JPEG XL image"),
                    new Other(4, "jP  \r\n\u0087\n", "a JPEG 2000 image"),
                    new Other(0, "\u00FFO\u00FFQ", "a JPEG 2000 image"),
                    new Other(0, "8BPS", "a Photoshop document"),
                    new Other(0, "\0\0\1\0", "an icon (ICO)"),
                    new Other(0, "v/1\1", "an OpenEXR image"),
                    new Other(0, "II+\0", "a BigTIFF image"),
                    new Other(0, "MM\0+", "a BigTIFF image"),
                    new Other(0, "PK\3\4", "a ZIP archive"),
                    new Other(0, "\u001F\u008B", "a gzip archive"),
                    new Other(0, "\u001AE\u00DF\u00A3", "a video"));

    private Signature() {}

    static ImageFile parse(byte[] file) {
        var bytes = new FileBytes(file, "image");
        if (file.length == 0) {
            throw new ImageException(
                    ImageException.Kind.DAMAGED, "image is empty (0 bytes); " + ALLOWED);
        }
        if (bytes.has(0, "\u00FF\u00D8\u00FF")) {
            return new JpegFile(file);
        }
        if (bytes.has(0, PngFile.SIGNATURE)) {
            return new PngFile(file);
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return new WebpFile(file);
        }
        if (bytes.has(0, "BM")) {
            return new BmpFile(file);
        }
        if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
            return new TiffFile(file);
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return new GifFile(file);
        }
        throw new ImageException(
                ImageException.Kind.UNSUPPORTED, "file is " + name(bytes) + "; " + ALLOWED);
    }

    private static String name(FileBytes bytes) {
        if (bytes.has(4, "ftyp")
                && bytes.length() >= 12
                && HEIF_BRANDS.contains(bytes.fourCharacters(8))) {
            return "a HEIC image";
        }
        for (Other other : OTHERS) {
            if (bytes.has(other.at(), other.bytes())) {
                return other.name();
            }
        }
        return text(bytes);
    }

    private static String text(FileBytes bytes) {
        int length = Math.min(bytes.length(), 1024);
        for (int i = 0; i < length; i++) {
            int value = bytes.u8(i);
            if (value < ' ' && !Character.isWhitespace(value)) {
                return "not an image that is known (" + bytes.length() + " bytes)";
            }
        }
        var start =
                new String(bytes.array(), 0, length, StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        if (start.contains("<svg")) {
            return "an SVG drawing";
        }
        if (start.contains("<html") || start.contains("<!doctype html")) {
            return "an HTML page";
        }
        return "text";
    }
}
