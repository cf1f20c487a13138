package dev.glimpse.cli.chat;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a conversation remembers: instructions, turns, and images waiting for the next line.
/// Confined to one thread.
final class Conversation {
    private final List<Message> messages = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Shown> waiting = new ArrayList<>();
    private Optional<String> system;

    /// A question with its answer.
    ///
    /// @param images what was shown with it
    record Turn(List<Seen> images, String question, String answer) {
        Turn {
            images = List.copyOf(images);
        }
    }

    /// An image, or a video, as the user calls it.
    record Seen(String name, boolean video) {}

    private record Shown(Seen seen, Content content) {}

    Conversation(Optional<String> system) {
        this.system = system;
    }

    /// Sets the instructions; blank text takes them away.
    void instruct(String text) {
        system = Optional.of(text).filter(value -> !value.isBlank());
    }

    /// Shows an image with the next line.
    ///
    /// @param seen how it is told in a transcript
    void show(Seen seen, Content image) {
        waiting.add(new Shown(seen, image));
    }

    /// Images that wait for the next line.
    int waitingImages() {
        return waiting.size();
    }

    /// Turns are forgotten, and waiting images; instructions stay.
    void reset() {
        messages.clear();
        turns.clear();
        waiting.clear();
    }

    /// Waiting images are forgotten.
    void dropImages() {
        waiting.clear();
    }

    /// The user's next turn, the waiting images before the text.
    Message ask(String text) {
        var content = new ArrayList<Content>();
        waiting.forEach(shown -> content.add(shown.content()));
        content.add(Content.text(text));
        return new Message(Role.USER, content);
    }

    /// All there is, up to `question`.
    List<Message> upTo(Message question) {
        var all = new ArrayList<Message>();
        system.map(Message::system).ifPresent(all::add);
        all.addAll(messages);
        all.add(question);
        return all;
    }

    /// Remembers a turn and its answer; the images wait no longer.
    void remember(Message question, String answer) {
        messages.add(question);
        messages.add(Message.assistant(answer));
        turns.add(new Turn(waiting.stream().map(Shown::seen).toList(), text(question), answer));
        waiting.clear();
    }

    private static String text(Message message) {
        return message.content().stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /// What was said so far.
    ///
    /// @param model its name
    Transcript transcript(String model) {
        return new Transcript(model, system, turns);
    }
}
