package dev.glimpse.runtime.prompt;

import dev.glimpse.runtime.canvas.CanvasMarkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the decoder reads before it answers.
///
/// @param canvas the markers of models that lay images on a canvas, MiniCPM-V 4.7; empty where rows
///   stand one behind the other
public record Prompt(List<PromptPart> parts, Optional<CanvasMarkers> canvas) {
    public Prompt {
        parts = List.copyOf(parts);
    }

    /// Without a canvas.
    public Prompt(List<PromptPart> parts) {
        this(parts, Optional.empty());
    }

    /// The same on a canvas, if there is one.
    public Prompt on(Optional<CanvasMarkers> markers) {
        return new Prompt(parts, markers);
    }

    /// The same with more behind it.
    public Prompt with(PromptPart part) {
        var all = new ArrayList<>(parts);
        all.add(part);
        return new Prompt(all, canvas);
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
}
