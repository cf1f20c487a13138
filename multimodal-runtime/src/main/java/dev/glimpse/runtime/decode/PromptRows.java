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
    private final List<ImageRows> images = new ArrayList<>();

    private final int[] imageOfRow;
    private final int[] firstRow;

    /// By row: where it stands, or where its image begins.
    private final int[] positions;

    private final int end;
    private final int outputs;

    private PromptRows(Prompt prompt, int outputs) {
        this.outputs = outputs;
        int rows = prompt.tokens();
        imageOfRow = new int[rows];
        firstRow = new int[rows];
        positions = new int[rows];
        int position = 0;
        for (PromptPart part : prompt.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> {
                    for (int id : ids) {
                        imageOfRow[keys.size()] = -1;
                        positions[keys.size()] = position;
                        keys.add(RowKey.token(id));
                        position++;
                    }
                }
                case PromptPart.Image(ImageEmbedding embedding) -> {
                    var image = new ImageRows(embedding, position);
                    int first = keys.size();
                    RowKey key = RowKey.image(embedding.digest());
                    for (int row = 0; row < image.count(); row++) {
                        imageOfRow[first + row] = images.size();
                        firstRow[first + row] = first;
                        positions[first + row] = position;
                        keys.add(key);
                    }
                    images.add(image);
                    position += image.span();
                }
            }
        }
        end = position;
    }

    /// @param outputs how many rows, the last ones, have logits; at least one
    static PromptRows of(Prompt prompt, int outputs) {
        return new PromptRows(prompt, outputs);
    }

    /// Whether a row has logits, which no other request computed.
    boolean isOutput(int row) {
        return row >= size() - outputs;
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

    boolean isImage(int row) {
        return imageOfRow[row] >= 0;
    }

    /// The image that a row belongs to.
    ImageRows image(int row) {
        return images.get(imageOfRow[row]);
    }

    /// Which of its image's rows a row is.
    int rowOfImage(int row) {
        return row - firstRow[row];
    }

    /// The position of what follows the first `rows` rows, which end between two parts or within
    /// text.
    int positionAfter(int rows) {
        return rows == size() ? end : positions[rows];
    }

    /// Whether the rows before `row` may be kept without those behind: not within an image, whose
    /// rows may share a position.
    boolean isBorder(int row) {
        return row == size() || !isImage(row) || firstRow[row] == row;
    }

    /// Rows of one kind from `row` on: to the end of the image, or of the text before the next one.
    int run(int row) {
        if (isImage(row)) {
            return firstRow[row] + image(row).count() - row;
        }
        int last = row + 1;
        while (last < size() && !isImage(last)) {
            last++;
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
        while (!isBorder(same)) {
            same--;
        }
        return same;
    }
}
