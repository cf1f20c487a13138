package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.image.RgbImage;

/// Whose 8-bit arithmetic a resize follows. Both compute the same weights in `double` and round
/// them to integers; the results differ by at most 2 of 255, in under 1 % of the values.
public enum ResizeRounding {
    /// Pillow 12.3.0: 22 fraction bits. The processors of all versions offer it; 2.0 to 4.5 have no
    /// other.
    ///
    /// Which pass comes first matters by a bit here and there. It is the horizontal one, but for
    /// images over 100 times as high as wide that become less high; earlier versions of Pillow have
    /// no such exception, and the one after 12.3 has a wider one.
    PILLOW {
        @Override
        int fractionBits(double largestWeight) {
            return 22;
        }

        @Override
        boolean verticalFirst(RgbImage source, int height) {
            return source.height() > 100L * source.width() && height < source.height();
        }
    },
    /// PyTorch's and torchvision's for 8-bit images: weights fit in 16 bits, with as many fraction
    /// bits as the largest weight of the axis leaves. The horizontal pass is always first.
    TORCHVISION {
        @Override
        int fractionBits(double largestWeight) {
            int bits = 0;
            while (bits < 22 && (int) (0.5 + largestWeight * (2 << bits)) < 1 << 15) {
                bits++;
            }
            return bits;
        }

        @Override
        boolean verticalFirst(RgbImage source, int height) {
            return false;
        }
    };

    /// Fraction bits of an axis whose weights are at most `largestWeight`.
    abstract int fractionBits(double largestWeight);

    /// Whether the vertical pass comes first when `source` is resized to `height`.
    abstract boolean verticalFirst(RgbImage source, int height);
}
