package dev.glimpse.vision.image;

/// The image file formats that are read. A file's format is told from its bytes, never its name.
public enum ImageFormat {
    JPEG,
    PNG,
    WEBP,
    BMP,
    TIFF,
    GIF
}
