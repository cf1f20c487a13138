package dev.glimpse.vision.image.codec;

import org.jspecify.annotations.Nullable;

/// Turns decoded samples into 8-bit RGB with transparency over white.
///
/// Where rounding matters it is Pillow's, since the models' official preprocessing stands on it:
/// 16-bit samples keep their high byte, and a colour over white is rounded to the nearest.
final class Rgb {

    /// How a fourth channel is to be read.
    enum Alpha {
        /// It is something else.
        IGNORED,
        /// Colours are as they would be if opaque.
        STRAIGHT,
        /// Colours have been multiplied by alpha.
        PREMULTIPLIED
    }

    /// The one colour that is transparent, at the samples' own depth; grey has three equal values.
    record ColourKey(int red, int green, int blue) {}

    private Rgb() {}

    /// Opaque or with straight alpha.
    static Raster of(OpenCv.Pixels pixels) {
        return of(pixels, Alpha.STRAIGHT, null);
    }

    /// @param key the transparent colour of samples without alpha, if there is one
    static Raster of(OpenCv.Pixels pixels, Alpha alpha, @Nullable ColourKey key) {
        int width = pixels.width();
        int channels = pixels.channels();
        var rgb = new byte[Math.toIntExact(3L * width * pixels.height())];
        var row = new byte[width * channels];
        var wide = new short[pixels.bits() == 16 ? row.length : 0];
        var clear = new boolean[key == null ? 0 : width];
        for (int y = 0; y < pixels.height(); y++) {
            if (pixels.bits() == 16) {
                pixels.row(y, wide);
                findKey(wide, 0xFFFF, channels, key, clear);
                for (int i = 0; i < row.length; i++) {
                    row[i] = (byte) (wide[i] >> 8);
                }
            } else {
                pixels.row(y, row);
                findKey(row, channels, key, clear);
            }
            write(row, channels, alpha, rgb, 3 * width * y);
            clear(clear, rgb, 3 * width * y);
        }
        return new Raster(width, pixels.height(), rgb);
    }

    /// `colour` of 0 to 255 over white.
    static int overWhite(int colour, int alpha) {
        int sum = colour * alpha + 255 * (255 - alpha) + 128;
        return ((sum >> 8) + sum) >> 8; // sum / 255, rounded to the nearest
    }

    private static void write(byte[] row, int channels, Alpha alpha, byte[] rgb, int offset) {
        switch (channels) {
            case 1 -> grey(row, rgb, offset);
            case 3 -> bgr(row, rgb, offset);
            case 4 -> bgra(row, alpha, rgb, offset);
            default -> throw new IllegalArgumentException(channels + " channels");
        }
    }

    private static void grey(byte[] row, byte[] rgb, int offset) {
        int target = offset;
        for (byte value : row) {
            rgb[target++] = value;
            rgb[target++] = value;
            rgb[target++] = value;
        }
    }

    private static void bgr(byte[] row, byte[] rgb, int offset) {
        int target = offset;
        for (int i = 0; i < row.length; i += 3, target += 3) {
            rgb[target] = row[i + 2];
            rgb[target + 1] = row[i + 1];
            rgb[target + 2] = row[i];
        }
    }

    private static void bgra(byte[] row, Alpha alpha, byte[] rgb, int offset) {
        int target = offset;
        for (int i = 0; i < row.length; i += 4) {
            int opacity = row[i + 3] & 0xFF;
            for (int channel = 2; channel >= 0; channel--) {
                int colour = row[i + channel] & 0xFF;
                rgb[target++] =
                        (byte)
                                switch (alpha) {
                                    case IGNORED -> colour;
                                    case STRAIGHT -> overWhite(colour, opacity);
                                    case PREMULTIPLIED -> Math.min(255, colour + 255 - opacity);
                                };
            }
        }
    }

    private static void findKey(
            short[] row, int mask, int channels, @Nullable ColourKey key, boolean[] clear) {
        if (key == null) {
            return;
        }
        for (int x = 0, i = 0; x < clear.length; x++, i += channels) {
            int last = i + channels - 1;
            clear[x] =
                    (row[i] & mask) == key.blue()
                            && (row[i + channels / 2] & mask) == key.green()
                            && (row[last] & mask) == key.red();
        }
    }

    private static void findKey(
            byte[] row, int channels, @Nullable ColourKey key, boolean[] clear) {
        if (key == null) {
            return;
        }
        for (int x = 0, i = 0; x < clear.length; x++, i += channels) {
            clear[x] =
                    (row[i] & 0xFF) == key.blue()
                            && (row[i + channels / 2] & 0xFF) == key.green()
                            && (row[i + channels - 1] & 0xFF) == key.red();
        }
    }

    private static void clear(boolean[] clear, byte[] rgb, int offset) {
        for (int x = 0; x < clear.length; x++) {
            if (clear[x]) {
                rgb[offset + 3 * x] = (byte) 0xFF;
                rgb[offset + 3 * x + 1] = (byte) 0xFF;
                rgb[offset + 3 * x + 2] = (byte) 0xFF;
            }
        }
    }
}
