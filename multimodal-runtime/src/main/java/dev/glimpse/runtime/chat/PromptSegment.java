package dev.glimpse.runtime.chat;

/// A stretch of a [RenderedPrompt].
public sealed interface PromptSegment {

    /// Text whose special tokens are meant, such as `<|im_start|>` of a template. Tokenize it with
    /// special tokens.
    record TemplateText(String text) implements PromptSegment {
        /// Says its length only, since prompts are not logged.
        @Override
        public String toString() {
            return "TemplateText[" + text.length() + " characters]";
        }
    }

    /// Text that a user wrote. Tokenize it without special tokens.
    record UserText(String text) implements PromptSegment {
        /// Says its length only, since prompts are not logged.
        @Override
        public String toString() {
            return "UserText[" + text.length() + " characters]";
        }
    }

    /// An image.
    ///
    /// @param index counts the images of all messages in reading order, from 0
    record Image(int index) implements PromptSegment {}
}
