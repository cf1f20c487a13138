package dev.glimpse.runtime.prompt;

import dev.glimpse.vision.DecoderPositions;
import java.util.List;

/// What the decoder reads before it answers.
public record Prompt(List<PromptPart> parts) {
    public Prompt {
        parts = List.copyOf(parts);
    }

    /// Rows in the KV cache: tokens and rows of image embeddings.
    public int tokens() {
        int tokens = 0;
        for (PromptPart part : parts) {
            tokens +=
                    switch (part) {
                        case PromptPart.Tokens(List<Integer> ids) -> ids.size();
                        case PromptPart.Image image -> image.embedding().rows();
                    };
        }
        return tokens;
    }

    /// Rows of image embeddings.
    public int imageTokens() {
        int rows = 0;
        for (PromptPart part : parts) {
            if (part instanceof PromptPart.Image image) {
                rows += image.embedding().rows();
            }
        }
        return rows;
    }

    /// The position of the first token of the answer. Less than [#tokens()] where multimodal RoPE
    /// puts the rows of an image side by side.
    public int positions() {
        int positions = 0;
        for (PromptPart part : parts) {
            positions +=
                    switch (part) {
                        case PromptPart.Tokens(List<Integer> ids) -> ids.size();
                        case PromptPart.Image image ->
                                image.embedding()
                                        .positions()
                                        .map(DecoderPositions::span)
                                        .orElse(image.embedding().rows());
                    };
        }
        return positions;
    }
}
