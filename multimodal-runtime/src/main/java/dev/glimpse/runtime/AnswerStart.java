package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.List;

/// A conversation that may end with the beginning of the answer, given as a last message of the
/// assistant's: the model goes on from there, as llama.cpp's server and vLLM
/// (`continue_final_message`) do.
///
/// @param asked the messages up to the user's last
/// @param text what the answer begins with; empty if it begins at the beginning
record AnswerStart(List<Message> asked, String text) {
    static AnswerStart of(List<Message> messages) {
        if (messages.getLast().role() != Role.ASSISTANT) {
            return new AnswerStart(messages, "");
        }
        List<Message> asked = messages.subList(0, messages.size() - 1);
        return new AnswerStart(asked, messages.getLast().text());
    }

    boolean isGiven() {
        return !text.isEmpty();
    }
}
