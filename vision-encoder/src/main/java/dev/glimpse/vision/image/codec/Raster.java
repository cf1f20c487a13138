package dev.glimpse.vision.image.codec;

import java.util.Arrays;

/// Decoded pixels on their way to an image: 8-bit `RGBRGB...`, rows from top to bottom. Whoever
/// receives one owns its array.
public final class Raster {
    private final int width;
    private final int height;
    private final byte[] rgb;

    Raster(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /// This image with its top left corner at (`x`, `y`) of a white canvas, on which it lies whole.
    Raster onWhite(int canvasWidth, int canvasHeight, int x, int y) {
        var canvas = new byte[Math.toIntExact(3L * canvasWidth * canvasHeight)];
        Arrays.fill(canvas, (byte) 0xFF);
        for (int row = 0; row < height; row++) {
            int target = 3 * ((y + row) * canvasWidth + x);
            System.arraycopy(rgb, 3 * row * width, canvas, target, 3 * width);
        }
        return new Raster(canvasWidth, canvasHeight, canvas);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// The pixels themselves, `3 * width * height` bytes.
    public byte[] rgb() {
        return rgb;
    }
}
