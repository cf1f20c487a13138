package dev.glimpse.runtime.canvas;

import dev.glimpse.runtime.canvas.CanvasPart.Crop;
import dev.glimpse.runtime.canvas.Frame.Placed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The positions of a prompt's tokens. Immutable.
///
/// A frame's tokens share one time, that of its canvas's corner. The overview's rows and columns
/// are spread over the canvas; a slice's stand where the slice lies. `<image>` stands one step
/// before the corner, `</image>` just outside the opposite one, a slice's markers at its own
/// corners, a line's end right of its row. A line's end behind the last crop belongs to the frame
/// and stands in its corner, as do further markers there. Text goes on behind the canvas's longer
/// side.
public final class CanvasPositions {
    private final int[] time;
    private final int[] height;
    private final int[] width;

    private CanvasPositions(int length) {
        time = new int[length];
        height = new int[length];
        width = new int[length];
    }

    /// Lays out a prompt.
    ///
    /// @throws IllegalArgumentException if a crop has no marker before it
    public static CanvasPositions of(List<CanvasPart> parts, CanvasMarkers markers) {
        return new Layout(parts, markers).positions();
    }

    public int size() {
        return time.length;
    }

    public int time(int token) {
        return time[token];
    }

    public int height(int token) {
        return height[token];
    }

    public int width(int token) {
        return width[token];
    }

    /// The position of the first token of the answer, in all three.
    public int next() {
        int most = -1;
        for (int[] row : List.of(time, height, width)) {
            most = Math.max(most, Arrays.stream(row).max().orElse(-1));
        }
        return most + 1;
    }

    private void put(int token, int t, int h, int w) {
        time[token] = t;
        height[token] = h;
        width[token] = w;
    }

    /// One computation.
    private static final class Layout {
        /// Stands for a crop's tokens, which are no markers.
        private static final int CROP = -1;

        private final CanvasMarkers markers;
        private final List<Integer> ids = new ArrayList<>();
        private final List<Frame> frames = new ArrayList<>();
        private final CanvasPositions positions;

        Layout(List<CanvasPart> parts, CanvasMarkers markers) {
            this.markers = markers;
            for (CanvasPart part : parts) {
                switch (part) {
                    case CanvasPart.Tokens(List<Integer> tokens) -> ids.addAll(tokens);
                    case Crop crop -> {
                        addCrop(new Placed(crop, ids.size()));
                        for (int i = 0; i < crop.rows() * crop.columns(); i++) {
                            ids.add(CROP);
                        }
                    }
                }
            }
            frames.forEach(this::close);
            positions = new CanvasPositions(ids.size());
        }

        private void addCrop(Placed crop) {
            if (crop.begin() == 0 || ids.getLast() == CROP) {
                throw new IllegalArgumentException(
                        "the crop at token " + crop.begin() + " has no marker before it");
            }
            if (!frames.isEmpty() && ids.getLast() == markers.sliceStart()) {
                frames.getLast().slices.add(crop);
            } else {
                frames.add(new Frame(crop));
            }
        }

        private void close(Frame frame) {
            frame.end = frame.lastCropEnd();
            while (frame.end < ids.size() && markers.has(ids.get(frame.end))) {
                frame.end++;
            }
        }

        CanvasPositions positions() {
            int token = 0;
            int position = 0;
            for (Frame frame : frames) {
                int gap = frame.begin() - token;
                if (gap > 0) {
                    text(token, frame.begin(), position);
                    position += gap;
                }
                place(frame, position);
                position += Math.max(frame.canvasRows(), frame.canvasColumns()) + 1;
                token = frame.end;
            }
            text(token, ids.size(), position);
            return positions;
        }

        private void text(int from, int to, int position) {
            for (int token = from; token < to; token++) {
                int at = position + token - from;
                positions.put(token, at, at, at);
            }
        }

        private void place(Frame frame, int corner) {
            for (int token = frame.begin(); token < frame.end; token++) {
                positions.put(token, corner, corner, corner);
            }
            int before = Math.max(corner - 1, 0);
            positions.put(frame.begin(), corner, before, before);
            int behind = frame.overview.end();
            if (behind < frame.end) {
                positions.put(
                        behind,
                        corner,
                        corner + frame.canvasRows(),
                        corner + frame.canvasColumns());
            }
            spread(frame, corner);
            for (int i = 0; i < frame.slices.size(); i++) {
                placeSlice(frame, i, corner);
            }
        }

        private void spread(Frame frame, int corner) {
            Crop crop = frame.overview.crop();
            int[] rows = evenly(crop.rows(), frame.canvasRows());
            int[] columns = evenly(crop.columns(), frame.canvasColumns());
            int token = frame.overview.begin();
            for (int row : rows) {
                for (int column : columns) {
                    positions.put(token++, corner, corner + row, corner + column);
                }
            }
        }

        /// Whole numbers from 0 to `length - 1`, as PyTorch's `linspace` and `round` choose them:
        /// in floats, from both ends to the middle, halves to even.
        private static int[] evenly(int count, int length) {
            int[] places = new int[count];
            float last = length - 1;
            float step = count > 1 ? last / (count - 1) : 0;
            for (int i = 0; i < count; i++) {
                float place =
                        i < count / 2 || count == 1 ? step * i : last - step * (count - 1 - i);
                places[i] = (int) Math.rint(place);
            }
            return places;
        }

        private void placeSlice(Frame frame, int index, int corner) {
            int columns = frame.columns();
            Crop first = frame.slices.getFirst().crop();
            Placed slice = frame.slices.get(index);
            int top = corner + index / columns * first.rows();
            int left = corner + index % columns * first.columns();
            positions.put(slice.begin() - 1, corner, top, left);
            int token = slice.begin();
            for (int row = 0; row < slice.crop().rows(); row++) {
                for (int column = 0; column < slice.crop().columns(); column++) {
                    positions.put(token++, corner, top + row, left + column);
                }
            }
            if (token < frame.end) {
                int bottom = top + slice.crop().rows() - 1;
                positions.put(token, corner, bottom, left + slice.crop().columns() - 1);
            }
            if (index + 1 < frame.slices.size() && frame.hasLineEndAfter(index)) {
                int bottom = corner + (index / columns + 1) * first.rows() - 1;
                int right = corner + frame.canvasColumns();
                for (int gap = token + 1; gap < frame.slices.get(index + 1).begin() - 1; gap++) {
                    positions.put(gap, corner, bottom, right);
                }
            }
        }
    }
}
