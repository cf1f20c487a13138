package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.canvas.CanvasPart;
import dev.glimpse.runtime.canvas.CanvasPositions;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayList;
import java.util.List;

/// Where the rows of a prompt stand, and those of its answer. Immutable.
///
/// Most models count: text from one to the next, images likewise or side by side, as their own
/// [DecoderPositions] say. On a canvas every row has a place in time, height and width, and its
/// number orders it.
final class RowPlaces {
    private final List<Place> places;

    /// The number of the answer's first row, and its place in time, height and width.
    private final int end;

    private final int canvasEnd;
    private final boolean canvas;

    private RowPlaces(List<Place> places, int end, int canvasEnd, boolean canvas) {
        this.places = places;
        this.end = end;
        this.canvasEnd = canvasEnd;
        this.canvas = canvas;
    }

    static RowPlaces of(Prompt prompt) {
        return prompt.canvas()
                .map(markers -> onCanvas(prompt, markers))
                .orElseGet(() -> inLine(prompt));
    }

    private static RowPlaces inLine(Prompt prompt) {
        var places = new ArrayList<Place>();
        int position = 0;
        for (PromptPart part : prompt.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> {
                    for (int i = 0; i < ids.size(); i++) {
                        places.add(Place.inLine(position++));
                    }
                }
                case PromptPart.Image(ImageEmbedding image) -> {
                    addImage(image, position, places);
                    position += image.positions().map(DecoderPositions::span).orElse(image.rows());
                }
            }
        }
        return new RowPlaces(places, position, position, false);
    }

    private static void addImage(ImageEmbedding image, int position, List<Place> places) {
        for (int row = 0; row < image.rows(); row++) {
            int index = row;
            places.add(
                    image.positions()
                            .map(at ->
                                    new Place(
                                            position + at.temporal(index),
                                            position + at.vertical(index),
                                            position + at.horizontal(index),
                                            0))
                            .orElseGet(() -> Place.inLine(position + index)));
        }
    }

    private static RowPlaces onCanvas(Prompt prompt, CanvasMarkers markers) {
        var parts = new ArrayList<CanvasPart>();
        for (PromptPart part : prompt.parts()) {
            parts.add(
                    switch (part) {
                        case PromptPart.Tokens(List<Integer> ids) -> new CanvasPart.Tokens(ids);
                        case PromptPart.Image(ImageEmbedding image) -> crop(image);
                    });
        }
        var positions = CanvasPositions.of(parts, markers);
        var places = new ArrayList<Place>();
        for (int row = 0; row < positions.size(); row++) {
            places.add(
                    new Place(
                            row, positions.height(row), positions.width(row), positions.time(row)));
        }
        return new RowPlaces(places, positions.size(), positions.next(), true);
    }

    private static CanvasPart.Crop crop(ImageEmbedding image) {
        EmbeddingGrid grid =
                image.grid()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        image
                                                + " has no lines and columns, by which a canvas is"
                                                + " laid out"));
        return new CanvasPart.Crop(grid.lines(), grid.columns());
    }

    /// Rows of the prompt.
    int size() {
        return places.size();
    }

    /// Where a row of the prompt stands.
    Place of(int row) {
        return places.get(row);
    }

    /// Where a row of the answer stands, the first being 0.
    Place ofAnswer(int row) {
        return canvas
                ? new Place(end + row, canvasEnd + row, canvasEnd + row, canvasEnd + row)
                : Place.inLine(end + row);
    }
}
