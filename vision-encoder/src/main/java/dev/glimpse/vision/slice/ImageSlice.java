package dev.glimpse.vision.slice;

import dev.glimpse.vision.image.RgbImage;
import java.util.Objects;

/// A rectangle of an image, as the encoder sees it: a view, no copy.
///
/// @param image what it is a part of
/// @param left column of the image where it begins
/// @param top row of the image where it begins
/// @param size its own size
public record ImageSlice(RgbImage image, int left, int top, ImageSize size) {
    public ImageSlice {
        if (left < 0
                || top < 0
                || size.width() > image.width() - left
                || size.height() > image.height() - top) {
            throw new IllegalArgumentException(
                    "slice "
                            + size
                            + " at ("
                            + left
                            + ", "
                            + top
                            + ") is not inside the image, which is "
                            + image.width()
                            + "x"
                            + image.height());
        }
    }

    /// All of an image.
    public static ImageSlice whole(RgbImage image) {
        return new ImageSlice(image, 0, 0, new ImageSize(image.width(), image.height()));
    }

    /// Copies row `y` of the slice to `target` at `offset`, 3 bytes a pixel.
    public void copyRow(int y, byte[] target, int offset) {
        Objects.checkIndex(y, size.height());
        image.copyRow(left, top + y, size.width(), target, offset);
    }
}
