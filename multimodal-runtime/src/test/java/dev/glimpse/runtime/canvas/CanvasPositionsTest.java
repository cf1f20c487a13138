package dev.glimpse.runtime.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.runtime.canvas.CanvasPart.Crop;
import dev.glimpse.runtime.canvas.CanvasPart.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanvasPositionsTest {
    private static final int TEXT = 1;
    private static final int IMAGE = 10;
    private static final int IMAGE_END = 11;
    private static final int SLICE = 12;
    private static final int SLICE_END = 13;
    private static final int NEWLINE = 14;
    private static final CanvasMarkers MARKERS =
            new CanvasMarkers(IMAGE, IMAGE_END, SLICE, SLICE_END, NEWLINE);

    @Test
    void textStandsInARow() {
        assertThat(rows(text(3))).containsExactly("0 0 0", "1 1 1", "2 2 2");
        assertThat(CanvasPositions.of(List.of(text(3)), MARKERS).next()).isEqualTo(3);
        assertThat(CanvasPositions.of(List.of(), MARKERS).next()).isZero();
    }

    @Test
    void pictureLiesBetweenTexts() {
        assertThat(rows(text(2), tokens(IMAGE), new Crop(2, 3), tokens(IMAGE_END, TEXT)))
                .containsExactly(
                        "0 0 0", "1 1 1", "2 1 1", "2 2 2", "2 2 3", "2 2 4", "2 3 2", "2 3 3",
                        "2 3 4", "2 4 5", "6 6 6");
    }

    /// An overview of 1 by 2 over two rows of two slices of 1 by 2 each: a canvas of 2 by 4.
    @Test
    void slicesTileTheCanvasUnderTheOverview() {
        assertThat(
                        rows(
                                tokens(IMAGE),
                                new Crop(1, 2),
                                tokens(IMAGE_END, SLICE),
                                new Crop(1, 2),
                                tokens(SLICE_END, SLICE),
                                new Crop(1, 2),
                                tokens(SLICE_END, NEWLINE, SLICE),
                                new Crop(1, 2),
                                tokens(SLICE_END, SLICE),
                                new Crop(1, 2),
                                tokens(SLICE_END, NEWLINE, TEXT)))
                .containsExactly(
                        "0 0 0", "0 0 0", "0 0 3", "0 2 4", // overview
                        "0 0 0", "0 0 0", "0 0 1", "0 0 1", // first slice
                        "0 0 2", "0 0 2", "0 0 3", "0 0 3", // second slice
                        "0 0 4", // line's end
                        "0 1 0", "0 1 0", "0 1 1", "0 1 1", // third slice
                        "0 1 2", "0 1 2", "0 1 3", "0 1 3", // fourth slice
                        "0 0 0", "5 5 5");
    }

    @Test
    void framesInARowShareNoPlace() {
        assertThat(
                        rows(
                                tokens(IMAGE),
                                new Crop(1, 1),
                                tokens(IMAGE_END, IMAGE),
                                new Crop(2, 1),
                                tokens(IMAGE_END, TEXT, IMAGE),
                                new Crop(1, 1),
                                tokens(IMAGE_END)))
                .containsExactly(
                        "0 0 0", "0 0 0", "0 1 1", // first
                        "2 1 1", "2 2 2", "2 3 2", "2 4 3", // second
                        "5 5 5", // text
                        "6 5 5", "6 6 6", "6 7 7");
    }

    @Test
    void slicesThatMakeNoRectangleStandInOneRow() {
        var positions =
                rows(
                        tokens(IMAGE),
                        new Crop(1, 1),
                        tokens(IMAGE_END, SLICE),
                        new Crop(1, 1),
                        tokens(SLICE_END, SLICE),
                        new Crop(1, 1),
                        tokens(SLICE_END, NEWLINE, SLICE),
                        new Crop(1, 1),
                        tokens(SLICE_END));
        assertThat(positions.get(positions.size() - 2)).isEqualTo("0 0 2");
    }

    @Test
    void cropsNeedMarkersAndSizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows(new Crop(1, 1)))
                .withMessageContaining("no marker before it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows(tokens(IMAGE), new Crop(1, 1), new Crop(1, 1)))
                .withMessageContaining("token 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Crop(0, 3));
    }

    private static Tokens text(int count) {
        return new Tokens(Collections.nCopies(count, TEXT));
    }

    private static Tokens tokens(Integer... ids) {
        return new Tokens(List.of(ids));
    }

    private static List<String> rows(CanvasPart... parts) {
        var positions = CanvasPositions.of(List.of(parts), MARKERS);
        var rows = new ArrayList<String>();
        for (int i = 0; i < positions.size(); i++) {
            rows.add(positions.time(i) + " " + positions.height(i) + " " + positions.width(i));
        }
        return rows;
    }
}
