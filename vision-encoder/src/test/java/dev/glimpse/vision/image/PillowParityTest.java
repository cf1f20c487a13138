package dev.glimpse.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Decoded pixels against those of Pillow, through which the models' official preprocessing reads
/// its images.
class PillowParityTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    static List<String> names() {
        return ImageFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void pixelsEqualPillows(String name) {
        RgbImage found = decoder.decode(ImageFiles.sample(name));
        RgbImage expected = decoder.decode(ImageFiles.sample(name + ".png"));

        assertThat(found.width()).isEqualTo(expected.width());
        assertThat(found.height()).isEqualTo(expected.height());
        assertThat(largestDifference(found, expected)).isLessThanOrEqualTo(tolerance(name));
    }

    /// OpenCV and libtiff turn inks to RGB with other roundings, and Pillow rounds twice where
    /// alpha is multiplied in; everything else is equal.
    private static int tolerance(String name) {
        if (name.startsWith("cmyk") || name.startsWith("ycck")) {
            return 2;
        }
        return name.contains("premultiplied") ? 1 : 0;
    }

    private static int largestDifference(RgbImage one, RgbImage other) {
        byte[] left = one.toByteArray();
        byte[] right = other.toByteArray();
        int largest = 0;
        for (int i = 0; i < left.length; i++) {
            largest = Math.max(largest, Math.abs((left[i] & 0xFF) - (right[i] & 0xFF)));
        }
        return largest;
    }
}
