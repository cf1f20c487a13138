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

    /// The beginning of the answer, with which the model goes on.
    ///
    /// @param text what the model finds written
    /// @param kept the end of it that counts as part of the answer
    record Begun(String text, String kept) implements PromptPart {
        public Begun {
            if (text.isEmpty() || !text.endsWith(kept)) {
                throw new IllegalArgumentException("'" + text + "' does not end in '" + kept + "'");
            }
        }
    }
}
