package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.ImageEmbedding;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowPlacesTest {
    private static final CanvasMarkers MARKERS = new CanvasMarkers(10, 11, 12, 13, 14);

    @Test
    void rowsStandOneBehindTheOther() {
        var places = RowPlaces.of(new Prompt(List.of(text(1), image(Optional.empty()), text(2))));
        assertThat(places.size()).isEqualTo(7);
        assertThat(IntStream.range(0, 7).mapToObj(places::of))
                .containsExactlyElementsOf(IntStream.range(0, 7).mapToObj(Place::inLine).toList());
        assertThat(places.ofAnswer(2)).isEqualTo(Place.inLine(9));
    }

    @Test
    void rowsSideBySideTakeFewerPositionsThanCells() {
        var zeros = new int[4];
        var side = new DecoderPositions(zeros, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, 2);
        var places = RowPlaces.of(new Prompt(List.of(text(1), image(Optional.of(side)), text(1))));
        assertThat(places.of(3)).isEqualTo(new Place(1, 2, 1, 0));
        assertThat(places.of(5)).isEqualTo(Place.inLine(3));
        assertThat(places.ofAnswer(0)).isEqualTo(Place.inLine(4));
    }

    /// Text 0, then `<image>`, 2 by 2, `</image>`, then text behind the longer side.
    @Test
    void rowsLieOnTheCanvasInTheirOrder() {
        var image = image(Optional.empty()).embedding().withGrid(new EmbeddingGrid(2, 2));
        var parts =
                List.<PromptPart>of(
                        new PromptPart.Tokens(List.of(1, 10)),
                        new PromptPart.Image(image),
                        new PromptPart.Tokens(List.of(11, 1)));
        var places = RowPlaces.of(new Prompt(parts, Optional.of(MARKERS)));
        assertThat(IntStream.range(0, places.size()).mapToObj(places::of))
                .containsExactly(
                        new Place(0, 0, 0, 0),
                        new Place(1, 0, 0, 1),
                        new Place(2, 1, 1, 1),
                        new Place(3, 1, 2, 1),
                        new Place(4, 2, 1, 1),
                        new Place(5, 2, 2, 1),
                        new Place(6, 3, 3, 1),
                        new Place(7, 4, 4, 4));
        assertThat(places.ofAnswer(1)).isEqualTo(new Place(9, 6, 6, 6));
    }

    /// What follows an image has a part in where it lies, and so in what its rows are.
    @Test
    void rowsOfAnotherLayoutAreOtherRows() {
        var image = image(Optional.empty()).embedding().withGrid(new EmbeddingGrid(1, 4));
        var begin =
                List.<PromptPart>of(
                        new PromptPart.Tokens(List.of(10)), new PromptPart.Image(image));
        var alone =
                new Prompt(begin, Optional.of(MARKERS))
                        .with(new PromptPart.Tokens(List.of(11, 1, 1)));
        var sliced =
                new Prompt(begin, Optional.of(MARKERS))
                        .with(new PromptPart.Tokens(List.of(11, 12)))
                        .with(new PromptPart.Image(image))
                        .with(new PromptPart.Tokens(List.of(13, 14, 12)))
                        .with(new PromptPart.Image(image))
                        .with(new PromptPart.Tokens(List.of(13, 1, 1)));
        var rows = PromptRows.of(alone, 1);
        assertThat(rows.common(PromptRows.of(alone, 1))).isEqualTo(6);
        assertThat(rows.common(PromptRows.of(sliced, 1))).isEqualTo(5);
    }

    @Test
    void canvasNeedsLines() {
        var parts = List.<PromptPart>of(text(1), image(Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowPlaces.of(new Prompt(parts, Optional.of(MARKERS))))
                .withMessageContaining("lines");
    }

    private static PromptPart text(int tokens) {
        return new PromptPart.Tokens(IntStream.range(0, tokens).boxed().toList());
    }

    private static PromptPart.Image image(Optional<DecoderPositions> positions) {
        return new PromptPart.Image(new ImageEmbedding(4, 1, new float[4], positions, true));
    }
}
