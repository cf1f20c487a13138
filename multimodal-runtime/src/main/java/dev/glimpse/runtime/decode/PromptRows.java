package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// A prompt as the rows it takes in the KV cache, one after the other. Immutable; made on the
/// caller's thread, which so pays for the digests of images.
final class PromptRows {
    private final List<RowKey> keys = new ArrayList<>();

    /// By row: its image, and that image's first row; nothing and -1 for text.
    private final List<ImageEmbedding> images = new ArrayList<>();

    private final int[] imageOfRow;
    private final int[] firstRow;
    private final RowPlaces places;
    private final int outputs;
    private final RowNumbers numbers;

    private PromptRows(Prompt prompt, int outputs) {
        this.outputs = outputs;
        places = RowPlaces.of(prompt);
        imageOfRow = new int[places.size()];
        firstRow = new int[places.size()];
        for (PromptPart part : prompt.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> {
                    for (int id : ids) {
                        imageOfRow[keys.size()] = -1;
                        keys.add(RowKey.token(id, places.of(keys.size())));
                    }
                }
                case PromptPart.Image(ImageEmbedding image) -> {
                    int first = keys.size();
                    String digest = image.digest();
                    for (int row = first; row < first + image.rows(); row++) {
                        imageOfRow[row] = images.size();
                        firstRow[row] = first;
                        keys.add(RowKey.image(digest, places.of(row)));
                    }
                    images.add(image);
                }
            }
        }
        numbers = RowNumbers.of(keys);
    }

    /// @param outputs of how many rows, the last ones, logits are read; at least one. Of those
    ///   before the last one, where text follows them
    static PromptRows of(Prompt prompt, int outputs) {
        return new PromptRows(prompt, outputs);
    }

    /// Whether a row's logits are read, which no other request computed.
    boolean isOutput(int row) {
        return row == size() - 1 || (row >= firstOutput() && !isImage(row + 1));
    }

    /// The first of the rows whose logits are read.
    int firstOutput() {
        return size() - outputs;
    }

    /// Rows, the first ones, that need not be computed if another request has them. Two are left at
    /// least: ggml multiplies a single row by other instructions than several, so one row alone
    /// would not get the logits that it gets with the rest of its prompt.
    int shareable() {
        return Math.max(0, size() - Math.max(outputs, 2));
    }

    int size() {
        return keys.size();
    }

    RowKey key(int row) {
        return keys.get(row);
    }

    /// What a row of the answer is, the first being 0.
    RowKey answerKey(int row, int token) {
        return RowKey.token(token, places.ofAnswer(row));
    }

    boolean isImage(int row) {
        return imageOfRow[row] >= 0;
    }

    /// Whether a row's image, if it is of one, may be computed in pieces and beside others: its
    /// rows see those before them alone.
    boolean isCausal(int row) {
        return !isImage(row) || image(row).causal();
    }

    private ImageEmbedding image(int row) {
        return images.get(imageOfRow[row]);
    }

    /// Copies the floats of an image's row to the beginning of `target`.
    void copyImageRow(int row, float[] target) {
        image(row).copyRow(row - firstRow[row], target);
    }

    /// The position of what follows the first `rows` rows, which end between two parts or within
    /// text.
    int positionAfter(int rows) {
        return (rows == size() ? places.ofAnswer(0) : places.of(rows)).order();
    }

    /// Whether the rows before `row` may be kept without those behind: not within an image, whose
    /// rows may share a position.
    boolean isBorder(int row) {
        return row == size() || !isImage(row) || firstRow[row] == row;
    }

    /// Rows up to the end of the last image; 0 if there is none.
    int endOfImages() {
        int row = size();
        while (row > 0 && !isImage(row - 1)) {
            row--;
        }
        return row;
    }

    /// Rows of one kind from `row` on: to the end of the image, or of the text before the next one.
    int run(int row) {
        if (isImage(row)) {
            return firstRow[row] + image(row).rows() - row;
        }
        int last = row + 1;
        while (last < size() && !isImage(last)) {
            last++;
        }
        return last - row;
    }

    /// Rows from `row` on, of text and of images, that may go into one batch: up to an image whose
    /// rows see each other.
    int causalRun(int row) {
        int last = row;
        while (last < size() && isCausal(last)) {
            last += run(last);
        }
        return last - row;
    }

    /// How many rows the beginnings of two prompts have in common, as [#common(int, IntFunction)]
    /// counts them.
    int common(PromptRows other) {
        return common(other.size(), other::key);
    }

    /// How many of other rows this prompt begins with, up to a border between its own. Those that
    /// have logits are not among them.
    ///
    /// @param count how many others there are
    /// @param others by row
    int common(int count, IntFunction<RowKey> others) {
        int most = Math.min(shareable(), count);
        int same = 0;
        while (same < most && key(same).equals(others.apply(same))) {
            same++;
        }
        return borderBefore(same);
    }

    /// The same, as far as numbers tell.
    int common(RowNumbers others) {
        return borderBefore(Math.min(shareable(), numbers.common(others)));
    }

    private int borderBefore(int row) {
        int border = row;
        while (!isBorder(border)) {
            border--;
        }
        return border;
    }
}
