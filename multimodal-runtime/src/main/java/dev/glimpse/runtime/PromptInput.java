package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import java.util.List;
import java.util.Optional;

/// What a model continues.
public sealed interface PromptInput {

    /// Turns, which the model's chat template makes a prompt of.
    ///
    /// @param messages the turns so far, the last of them the user's; a last one of the assistant's
    ///   is the beginning of the answer, with which the model goes on, and of which the result has
    ///   the rest
    /// @param thinking whether the model shall think aloud before it answers; absent leaves it to
    ///   the template
    /// @param overflow what becomes of it if it is too long
    record Conversation(List<Message> messages, Optional<Boolean> thinking, Overflow overflow)
            implements PromptInput {
        public Conversation {
            messages = List.copyOf(messages);
        }

        /// One that is refused if it is too long.
        public Conversation(List<Message> messages, Optional<Boolean> thinking) {
            this(messages, thinking, Overflow.REFUSE);
        }

        Conversation withMessages(List<Message> value) {
            return new Conversation(value, thinking, overflow);
        }
    }

    /// A text as it is, without a template; the token that prompts of this model begin with is put
    /// before it unless it begins so. What is written like a control token becomes one: whoever
    /// sends it says all of the prompt.
    record Text(String text) implements PromptInput {}

    /// Tokens as they are; nothing is put before them.
    record Tokens(List<Integer> ids) implements PromptInput {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }
}
