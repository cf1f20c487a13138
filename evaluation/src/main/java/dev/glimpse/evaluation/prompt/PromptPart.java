package dev.glimpse.evaluation.prompt;

/// A piece of what the model is sent: of one user's turn, or before it.
public sealed interface PromptPart {

    /// Words.
    record Text(String text) implements PromptPart {}

    /// One of the question's images.
    ///
    /// @param number counted from 0
    record Image(int number) implements PromptPart {}

    /// The question's video.
    record Video() implements PromptPart {}

    /// Instructions before the user's turn.
    record Instructions(String text) implements PromptPart {}
}
