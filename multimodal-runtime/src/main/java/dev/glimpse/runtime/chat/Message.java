package dev.glimpse.runtime.chat;

import java.util.List;
import java.util.stream.Collectors;

/// One turn of a conversation.
///
/// @param role who speaks
/// @param content text and images in reading order; images only where `role` is [Role#USER]
public record Message(Role role, List<Content> content) {
    public Message {
        content = List.copyOf(content);
    }

    /// A user's turn.
    public static Message user(Content... content) {
        return new Message(Role.USER, List.of(content));
    }

    /// The model's turn.
    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, List.of(Content.text(text)));
    }

    /// Instructions for the whole conversation.
    public static Message system(String text) {
        return new Message(Role.SYSTEM, List.of(Content.text(text)));
    }

    /// Its words, one text behind the other.
    public String text() {
        return content.stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining());
    }
}
