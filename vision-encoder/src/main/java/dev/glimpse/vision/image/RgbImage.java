package dev.glimpse.vision.image;

import java.util.Arrays;
import java.util.Objects;

/// A decoded image: 8-bit sRGB, interleaved `RGBRGB...`, rows from top to bottom. Immutable.
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] pixels;

    private RgbImage(int width, int height, byte[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /// Takes a copy of `pixels`, `width * height * 3` bytes.
    public static RgbImage copyOf(int width, int height, byte[] pixels) {
        return takeOver(width, height, pixels.clone());
    }

    /// Takes `pixels` itself, `width * height * 3` bytes: the caller must not keep it. For decoders
    /// and resizers, which just made it.
    public static RgbImage takeOver(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "image "
                            + width
                            + "x"
                            + height
                            + " with "
                            + pixels.length
                            + " bytes; width and height must be 1 or more and bytes 3 a pixel");
        }
        return new RgbImage(width, height, pixels);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// A copy of the pixels, `width * height * 3` bytes.
    public byte[] toByteArray() {
        return pixels.clone();
    }

    /// Red, green or blue (`channel` 0 to 2) of a pixel, 0 to 255.
    public int sample(int x, int y, int channel) {
        return pixels[(y * width + x) * 3 + channel] & 0xFF;
    }

    /// Copies `count` pixels of row `y`, from column `x` on, to `target` at `offset`, 3 bytes a
    /// pixel.
    ///
    /// @throws IndexOutOfBoundsException if they are not all in the image, or do not fit
    public void copyRow(int x, int y, int count, byte[] target, int offset) {
        Objects.checkFromIndexSize(x, count, width);
        Objects.checkIndex(y, height);
        System.arraycopy(pixels, (y * width + x) * 3, target, offset, count * 3);
    }

    /// The pixels themselves, which nobody changes: for this package's own loops.
    byte[] pixels() {
        return pixels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + "x" + height + "]";
    }
}
