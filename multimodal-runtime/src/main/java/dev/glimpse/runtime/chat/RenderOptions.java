package dev.glimpse.runtime.chat;

import java.util.Optional;

/// What a [ChatTemplate] is told besides the messages.
///
/// @param addGenerationPrompt whether the prompt ends where the model's answer begins
/// @param enableThinking whether the model shall think aloud first; absent leaves it to the
///   template, and templates of models that cannot think ignore it
public record RenderOptions(boolean addGenerationPrompt, Optional<Boolean> enableThinking) {
    /// For an answer to the messages.
    public static final RenderOptions ANSWER = new RenderOptions(true, Optional.empty());

    public RenderOptions withThinking(boolean value) {
        return new RenderOptions(addGenerationPrompt, Optional.of(value));
    }
}
