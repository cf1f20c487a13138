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
}
