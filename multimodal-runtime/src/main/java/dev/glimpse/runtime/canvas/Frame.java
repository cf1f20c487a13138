package dev.glimpse.runtime.canvas;

import java.util.ArrayList;
import java.util.List;

/// One picture, or one frame of a video, in a prompt: an overview and the slices that follow it.
/// Confined to one computation.
final class Frame {
    /// A crop and where it begins in the prompt.
    record Placed(CanvasPart.Crop crop, int begin) {
        int end() {
            return begin + crop.rows() * crop.columns();
        }
    }

    final Placed overview;
    final List<Placed> slices = new ArrayList<>();

    /// One past the markers that close it.
    int end;

    Frame(Placed overview) {
        this.overview = overview;
    }

    /// The marker before the overview.
    int begin() {
        return overview.begin() - 1;
    }

    int lastCropEnd() {
        return slices.isEmpty() ? overview.end() : slices.getLast().end();
    }

    /// How many slices stand side by side: up to the first gap with more than the two markers
    /// between them, which is the end of a line.
    int columns() {
        for (int i = 0; i + 1 < slices.size(); i++) {
            if (hasLineEndAfter(i)) {
                int columns = i + 1;
                return slices.size() % columns == 0 ? columns : slices.size();
            }
        }
        return slices.size();
    }

    boolean hasLineEndAfter(int slice) {
        return slices.get(slice + 1).begin() - slices.get(slice).end() > 2;
    }

    /// Rows of tokens of the canvas.
    int canvasRows() {
        return slices.isEmpty()
                ? overview.crop().rows()
                : slices.size() / columns() * slices.getFirst().crop().rows();
    }

    /// Columns of tokens of the canvas.
    int canvasColumns() {
        return slices.isEmpty()
                ? overview.crop().columns()
                : columns() * slices.getFirst().crop().columns();
    }
}
