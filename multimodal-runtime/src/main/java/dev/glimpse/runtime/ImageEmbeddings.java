package dev.glimpse.runtime;

import dev.glimpse.vision.EncodedImage;
import java.util.List;

/// Images as the decoder would read them.
///
/// @param images each with its embeddings, in their order
/// @param timings where the time went; nothing was decoded
public record ImageEmbeddings(List<EncodedImage> images, Timings timings) {
    public ImageEmbeddings {
        images = List.copyOf(images);
    }
}
