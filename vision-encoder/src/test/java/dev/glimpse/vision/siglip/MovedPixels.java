package dev.glimpse.vision.siglip;

import dev.glimpse.vision.image.RgbImage;

/// Images of another image's pixels.
enum MovedPixels {
    /// The pixel at the same place, from the upper left corner on.
    CORNER,
    UPSIDE_DOWN,
    MIRRORED,
    /// A quarter of a turn, counter-clockwise.
    TURNED;

    /// An image of `width` x `height` pixels.
    RgbImage of(RgbImage image, int width, int height) {
        var pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX =
                        switch (this) {
                            case CORNER, UPSIDE_DOWN -> x;
                            case MIRRORED -> width - 1 - x;
                            case TURNED -> height - 1 - y;
                        };
                int fromY =
                        switch (this) {
                            case CORNER, MIRRORED -> y;
                            case UPSIDE_DOWN -> height - 1 - y;
                            case TURNED -> x;
                        };
                for (int channel = 0; channel < 3; channel++) {
                    pixels[3 * (y * width + x) + channel] =
                            (byte) image.sample(fromX, fromY, channel);
                }
            }
        }
        return RgbImage.takeOver(width, height, pixels);
    }
}
