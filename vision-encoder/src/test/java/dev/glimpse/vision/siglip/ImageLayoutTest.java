package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.SliceGrid;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The texts that the official processors write: transformers 5.18.0 for 4.6 and 4.7, OpenBMB's
/// code for the earlier ones. `E` stands for an embedding, `n` for a newline.
class ImageLayoutTest {
    @ParameterizedTest
    @CsvSource({
        "TAGGED, 0, 0, 0, <image_id>0</image_id><image>E</image>",
        "TAGGED, 0, 0, -1, <image>E</image>",
        "TAGGED, 1, 2, 1, <image_id>1</image_id><image>E</image><slice>E</slice>n<slice>E</slice>",
        "TAGGED, 2, 1, 0, <image_id>0</image_id><image>E</image><slice>E</slice><slice>E</slice>",
        "TAGGED, 2, 2, -1,"
            + " <image>E</image><slice>E</slice><slice>E</slice>n<slice>E</slice><slice>E</slice>",
        "NESTED, 0, 0, 0, <image>E</image>",
        "NESTED, 1, 2, 0, <image>E</image><slice><image>E</image>n<image>E</image></slice>",
        "NESTED, 2, 1, -1, <image>E</image><slice><image>E</image><image>E</image></slice>",
    })
    void textsAreTheOfficialOnes(
            ImageLayout layout, int cols, int rows, int imageId, String expected) {
        Optional<SliceGrid> grid =
                cols == 0
                        ? Optional.empty()
                        : Optional.of(new SliceGrid(cols, rows, new ImageSize(448, 448)));
        String number = imageId < 0 ? "" : layout.number(imageId);
        assertThat(number + String.join("E", layout.around(grid)))
                .isEqualTo(expected.replace("n<", "\n<"));
    }
}
