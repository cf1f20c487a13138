package dev.glimpse.evaluation.prompt;

/// A piece of what the model is sent, in one user's turn.
public sealed interface PromptPart {

    /// Words.
    record Text(String text) implements PromptPart {}

    /// One of the question's images.
    ///
    /// @param number counted from 0
    record Image(int number) implements PromptPart {}
}
