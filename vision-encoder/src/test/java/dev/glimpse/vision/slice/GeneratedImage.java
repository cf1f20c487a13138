package dev.glimpse.vision.slice;

import dev.glimpse.vision.image.RgbImage;

/// Images by a formula, the same as `generated` in `src/test/golden/slicing/make.py`: tiles of 16
/// pixels with noise, slopes, and single pixels of black and white.
public final class GeneratedImage {
    private GeneratedImage() {}

    public static RgbImage of(int seed, int width, int height) {
        var pixels = new byte[3 * width * height];
        int i = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    pixels[i++] = (byte) value(seed, x, y, channel);
                }
            }
        }
        return RgbImage.takeOver(width, height, pixels);
    }

    private static int value(int seed, int x, int y, int channel) {
        return switch ((x / 16 + y / 16 + seed) % 3) {
            case 0 -> noise(seed, x, y, channel);
            case 1 -> slope((x * 3 + y * 2 + channel * 40 + seed) % 510);
            default -> (x + y + channel & 1) * 255;
        };
    }

    private static int slope(int value) {
        return value > 255 ? 510 - value : value;
    }

    private static int noise(int seed, int x, int y, int channel) {
        int hash = x * 0x9E3779B1 + y * 0x85EBCA77 + channel * 0xC2B2AE3D + seed * 0x27D4EB2F;
        hash ^= hash >>> 15;
        hash *= 0x2C1B3C6D;
        hash ^= hash >>> 12;
        hash *= 0x297A2D39;
        hash ^= hash >>> 15;
        return hash & 255;
    }
}
