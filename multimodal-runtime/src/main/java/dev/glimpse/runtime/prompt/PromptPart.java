package dev.glimpse.runtime.prompt;

import dev.glimpse.vision.ImageEmbedding;
import java.util.List;

/// A run of a prompt that goes through the decoder in one kind of batch.
public sealed interface PromptPart {

    /// Text tokens.
    record Tokens(List<Integer> ids) implements PromptPart {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }

    /// A slice's embedding.
    record Image(ImageEmbedding embedding) implements PromptPart {}
}
