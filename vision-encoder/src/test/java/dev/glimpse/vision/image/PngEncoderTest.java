package dev.glimpse.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.slice.GeneratedImage;
import org.junit.jupiter.api.Test;

class PngEncoderTest {

    @Test
    void everyPixelComesBack() {
        RgbImage image = GeneratedImage.of(7, 33, 21);

        byte[] file = PngEncoder.encode(image);

        assertThat(file).startsWith(0x89, 'P', 'N', 'G');
        assertThat(new ImageDecoder(ImageLimits.DEFAULT).decode(file)).isEqualTo(image);
    }
}
