package dev.glimpse.vision.image.codec;

import dev.glimpse.vision.fault.ImageException;

/// An image file whose header has been read. Immutable; holds the file's array, which nobody may
/// change meanwhile.
///
/// Each format walks its own container in Java first: sizes, lengths, checksums and kinds are
/// checked there, and the native decoder is handed only the parts that make up the first image,
/// without metadata, animation or thumbnails. What cannot reach native code cannot trip it.
public sealed interface ImageFile permits JpegFile, PngFile, WebpFile, BmpFile, TiffFile, GifFile {

    /// Tells the format from the first bytes and reads the header.
    ///
    /// @throws ImageException if it is no image, of a format that is not read, or damaged
    static ImageFile parse(byte[] file) {
        return Signature.parse(file);
    }

    /// As stored, 1 or more; likewise [#height()].
    int width();

    int height();

    /// Checks the whole file and decodes its first image: transparency over white, oriented as the
    /// file's metadata say.
    ///
    /// @throws ImageException if the file is truncated, damaged, or of a kind that is not read
    Raster decode();
}
