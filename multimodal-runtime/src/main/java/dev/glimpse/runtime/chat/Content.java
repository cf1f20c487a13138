package dev.glimpse.runtime.chat;

import dev.glimpse.vision.image.RgbImage;

/// One piece of a [Message], in the order in which the model reads them.
public sealed interface Content {

    /// Text.
    record Text(String text) implements Content {}

    /// An image file's bytes; the runtime checks its limits and decodes it.
    ///
    /// @param file JPEG, PNG, WebP, BMP, TIFF or GIF
    record ImageFile(EncodedImageFile file, ImageOptions options) implements Content {}

    /// An image that the caller has decoded.
    record Pixels(RgbImage image, ImageOptions options) implements Content {}

    /// Text.
    static Content text(String text) {
        return new Text(text);
    }

    /// An image file's bytes, which are copied.
    static Content image(byte[] file) {
        return image(file, ImageOptions.DEFAULT);
    }

    /// An image file's bytes, which are copied.
    static Content image(byte[] file, ImageOptions options) {
        return new ImageFile(EncodedImageFile.copyOf(file), options);
    }

    /// A decoded image.
    static Content image(RgbImage image) {
        return image(image, ImageOptions.DEFAULT);
    }

    /// A decoded image.
    static Content image(RgbImage image, ImageOptions options) {
        return new Pixels(image, options);
    }
}
