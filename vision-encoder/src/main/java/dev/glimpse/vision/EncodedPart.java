package dev.glimpse.vision;

import java.util.List;

/// A run of an [EncodedImage].
public sealed interface EncodedPart {

    /// Text tokens: the markers before, between and after the slices.
    ///
    /// @param tokens ids in the text model's vocabulary
    record Markers(List<Integer> tokens) implements EncodedPart {
        public Markers {
            tokens = List.copyOf(tokens);
        }
    }

    /// One slice's embedding.
    record Embedding(ImageEmbedding image) implements EncodedPart {}
}
