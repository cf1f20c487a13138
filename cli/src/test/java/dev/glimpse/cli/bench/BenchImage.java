package dev.glimpse.cli.bench;

import dev.glimpse.cli.process.TestImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;

/// Square PNG files, each number a picture of its own: four rectangles on a plain ground.
final class BenchImage {
    private BenchImage() {}

    /// The picture of a number, as a data URI.
    static String dataUri(int number, int side) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(file(number, side));
    }

    /// The picture of a number, as the bytes of a file.
    static byte[] file(int number, int side) {
        return TestImage.square(side, pixels(number, side));
    }

    private static int[] pixels(int number, int side) {
        var random = new SplittableRandom(number);
        var pixels = new int[side * side];
        Arrays.fill(pixels, random.nextInt(1 << 24));
        for (int i = 0; i < 4; i++) {
            int colour = random.nextInt(1 << 24);
            int left = random.nextInt(side / 2);
            int top = random.nextInt(side / 2);
            int width = side / 8 + random.nextInt(side / 4);
            int height = side / 8 + random.nextInt(side / 4);
            for (int y = top; y < top + height; y++) {
                Arrays.fill(pixels, y * side + left, y * side + left + width, colour);
            }
        }
        return pixels;
    }
}
