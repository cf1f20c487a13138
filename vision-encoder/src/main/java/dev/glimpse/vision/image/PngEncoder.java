package dev.glimpse.vision.image;

import dev.glimpse.vision.image.codec.OpenCv;

/// Writes images as PNG files, which keep every pixel.
public final class PngEncoder {
    private PngEncoder() {}

    /// The file's bytes. Thread-safe.
    ///
    /// @throws dev.glimpse.vision.fault.EncoderException if OpenCV cannot be loaded
    public static byte[] encode(RgbImage image) {
        return OpenCv.encodePng(image.width(), image.height(), image.pixels());
    }
}
