package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.List;
import java.util.stream.Collectors;

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
        String text =
                messages.getLast().content().stream()
                        .filter(Content.Text.class::isInstance)
                        .map(content -> ((Content.Text) content).text())
                        .collect(Collectors.joining());
        return new AnswerStart(messages.subList(0, messages.size() - 1), text);
    }

    boolean isGiven() {
        return !text.isEmpty();
    }
}
