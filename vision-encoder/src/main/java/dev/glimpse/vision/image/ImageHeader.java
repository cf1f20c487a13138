package dev.glimpse.vision.image;

/// What an image file says of itself before anything is decoded.
///
/// @param format told from the file's bytes
/// @param width in pixels as stored, before the file's orientation is applied; 1 or more
/// @param height likewise
public record ImageHeader(ImageFormat format, int width, int height) {

    /// Width times height.
    public long pixels() {
        return (long) width * height;
    }
}
