package dev.glimpse.vision.video;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.resize.Resizer;

/// The middle square of a frame: its shorter side is brought to a length, and what is too much of
/// the longer one is cut off at both ends. Equal to torchvision's `Resize(side, BICUBIC)` and
/// `CenterCrop(side)` of a Pillow image, as MVBench's own code has it (OpenGVLab/Ask-Anything at
/// 4dd8210, `video_chat2/mvbench.ipynb`: 224). Immutable.
///
/// @param side of the square, in pixels
public record CenterSquare(int side) {
    private static final int LARGEST = 4096;

    /// @throws IllegalArgumentException if there is no such square
    public CenterSquare {
        if (side < 1 || side > LARGEST) {
            throw new IllegalArgumentException(
                    "the square's side is " + side + " pixels; allowed: 1 to " + LARGEST);
        }
    }

    /// The square of an image, `side` x `side`.
    ///
    /// @throws IllegalArgumentException if the image is too narrow to be brought to that size
    public RgbImage of(RgbImage image) {
        int shorter = Math.min(image.width(), image.height());
        RgbImage scaled =
                Resizer.onCallingThread(ResizeRounding.PILLOW)
                        .resize(
                                image,
                                scaled(image.width(), shorter),
                                scaled(image.height(), shorter));
        int left = offset(scaled.width());
        int top = offset(scaled.height());
        var pixels = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            scaled.copyRow(left, top + y, side, pixels, 3 * side * y);
        }
        return RgbImage.takeOver(side, side, pixels);
    }

    /// Truncated, as torchvision does.
    private int scaled(int length, int shorter) {
        return Math.toIntExact((long) side * length / shorter);
    }

    /// Half to even, as Python rounds.
    private int offset(int length) {
        return (int) Math.rint((length - side) / 2.0);
    }
}
