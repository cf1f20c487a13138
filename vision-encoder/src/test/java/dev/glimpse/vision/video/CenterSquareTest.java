package dev.glimpse.vision.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.vision.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CenterSquareTest {
    /// Each pixel's red is its column, its green its row.
    private static RgbImage places(int width, int height) {
        var pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[3 * (y * width + x)] = (byte) x;
                pixels[3 * (y * width + x) + 1] = (byte) y;
            }
        }
        return RgbImage.takeOver(width, height, pixels);
    }

    @ParameterizedTest
    @CsvSource({
        // width, height, left, top: of what is too much, half goes first, a half pixel to even
        "13, 8, 2, 0",
        "11, 8, 2, 0",
        "9, 8, 0, 0",
        "8, 8, 0, 0",
        "8, 15, 0, 4",
        "8, 10, 0, 1"
    })
    void imageWhoseShorterSideFitsIsCutInTheMiddle(int width, int height, int left, int top) {
        RgbImage square = new CenterSquare(8).of(places(width, height));

        assertThat(square.width()).isEqualTo(8);
        assertThat(square.height()).isEqualTo(8);
        assertThat(square.sample(0, 0, 0)).isEqualTo(left);
        assertThat(square.sample(0, 0, 1)).isEqualTo(top);
        assertThat(square.sample(7, 7, 0)).isEqualTo(left + 7);
        assertThat(square.sample(7, 7, 1)).isEqualTo(top + 7);
    }

    @Test
    void shorterSideIsBroughtToTheSquaresFirst() {
        RgbImage square = new CenterSquare(4).of(places(24, 8));

        assertThat(square.width()).isEqualTo(4);
        assertThat(square.height()).isEqualTo(4);
        // The middle third of a ramp that rises by two a pixel.
        assertThat(square.sample(0, 0, 0)).isBetween(8, 9);
        assertThat(square.sample(3, 0, 0)).isBetween(14, 15);
    }

    @Test
    void sideThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new CenterSquare(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the square's side is 0 pixels; allowed: 1 to 4096");
    }
}
