package dev.glimpse.cli.chat;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a conversation remembers: instructions, turns, and images waiting for the next line.
/// Confined to one thread.
final class Conversation {
    private final List<Message> turns = new ArrayList<>();
    private final List<Content> waiting = new ArrayList<>();
    private Optional<String> system;

    Conversation(Optional<String> system) {
        this.system = system;
    }

    /// Sets the instructions; blank text takes them away.
    void instruct(String text) {
        system = Optional.of(text).filter(value -> !value.isBlank());
    }

    /// Shows an image with the next line.
    void show(Content image) {
        waiting.add(image);
    }

    /// Images that wait for the next line.
    int waitingImages() {
        return waiting.size();
    }

    /// Turns are forgotten, and waiting images; instructions stay.
    void reset() {
        turns.clear();
        waiting.clear();
    }

    /// Waiting images are forgotten.
    void dropImages() {
        waiting.clear();
    }

    /// The user's next turn, the waiting images before the text.
    Message ask(String text) {
        var content = new ArrayList<Content>(waiting);
        content.add(Content.text(text));
        return new Message(Role.USER, content);
    }

    /// All there is, up to `question`.
    List<Message> upTo(Message question) {
        var messages = new ArrayList<Message>();
        system.map(Message::system).ifPresent(messages::add);
        messages.addAll(turns);
        messages.add(question);
        return messages;
    }

    /// Remembers a turn and its answer; the images wait no longer.
    void remember(Message question, String answer) {
        turns.add(question);
        turns.add(Message.assistant(answer));
        waiting.clear();
    }
}
