package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.ImageEmbedding;

/// A slice's rows at their place in the prompt.
final class ImageRows {
    private final ImageEmbedding image;
    private final int position;
    private final float[] row;

    /// @param position of the first row
    ImageRows(ImageEmbedding image, int position) {
        this.image = image;
        this.position = position;
        this.row = new float[image.width()];
    }

    int count() {
        return image.rows();
    }

    boolean causal() {
        return image.causal();
    }

    /// How far the next part stands behind the first row.
    int span() {
        return image.positions().map(DecoderPositions::span).orElse(image.rows());
    }

    /// Appends row `index` to a batch.
    ///
    /// @return its row in the batch
    int addTo(EmbeddingBatch batch, int index, int sequence, boolean output) {
        image.copyRow(index, row);
        if (image.positions().isEmpty()) {
            return batch.add(row, 0, position + index, sequence, output);
        }
        DecoderPositions places = image.positions().orElseThrow();
        int added = batch.add(row, 0, position + places.temporal(index), sequence, output);
        batch.place(
                added,
                position + places.temporal(index),
                position + places.vertical(index),
                position + places.horizontal(index));
        return added;
    }
}
