package dev.glimpse.vision;

import java.time.Duration;
import java.util.List;

/// An image as the decoder reads it: embeddings, with the model's own markers around and between
/// them.
///
/// @param parts in prompt order
/// @param preprocess time from pixels to patches
/// @param encode time from patches to embeddings
public record EncodedImage(List<EncodedPart> parts, Duration preprocess, Duration encode) {
    public EncodedImage {
        parts = List.copyOf(parts);
    }

    /// The same as if nothing had been computed for it now.
    public EncodedImage withoutTimes() {
        return new EncodedImage(parts, Duration.ZERO, Duration.ZERO);
    }

    /// Rows of embeddings over all parts.
    public int imageTokens() {
        int rows = 0;
        for (EncodedPart part : parts) {
            if (part instanceof EncodedPart.Embedding embedding) {
                rows += embedding.image().rows();
            }
        }
        return rows;
    }

    /// The embeddings of the overview and the slices, in prompt order, without the markers.
    public List<ImageEmbedding> embeddings() {
        return parts.stream()
                .filter(EncodedPart.Embedding.class::isInstance)
                .map(part -> ((EncodedPart.Embedding) part).image())
                .toList();
    }

    /// The mean over all rows of all embeddings: one row.
    ///
    /// @throws IllegalStateException if there are none
    public float[] meanRow() {
        List<ImageEmbedding> all = embeddings();
        if (all.isEmpty()) {
            throw new IllegalStateException("the image has no embedding");
        }
        var sum = new double[all.getFirst().width()];
        for (ImageEmbedding embedding : all) {
            for (int row = 0; row < embedding.rows(); row++) {
                for (int column = 0; column < sum.length; column++) {
                    sum[column] += embedding.value(row, column);
                }
            }
        }
        var mean = new float[sum.length];
        for (int column = 0; column < sum.length; column++) {
            mean[column] = (float) (sum[column] / imageTokens());
        }
        return mean;
    }
}
