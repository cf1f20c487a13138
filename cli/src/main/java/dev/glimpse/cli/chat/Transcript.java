package dev.glimpse.cli.chat;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A conversation as a file: JSON with the messages in the form of OpenAI's API, images by their
/// names, or Markdown, by the file's ending.
///
/// @param model its name
/// @param system the instructions, if there are any
/// @param turns in their order
record Transcript(String model, Optional<String> system, List<Conversation.Turn> turns) {
    Transcript {
        turns = List.copyOf(turns);
    }

    /// Writes the file, whole or not at all.
    ///
    /// @param replace whether a file that is there gives way
    /// @throws CommandException if it may not be written, cannot be, or has another ending
    void save(Path file, boolean replace) {
        String text = text(file);
        if (Files.isDirectory(file)) {
            throw CommandException.badInput(file + " is a folder; name a file in it");
        }
        if (Files.exists(file) && !replace) {
            throw CommandException.badInput(
                    file + " is there already; give another name, or /save --force " + file);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.failure(file + " cannot be written: " + e, e);
        }
    }

    private String text(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return json() + "\n";
        } else if (name.endsWith(".md") || name.endsWith(".markdown")) {
            return markdown(file.toAbsolutePath().normalize().resolveSibling(""));
        }
        throw CommandException.badInput(
                file + " ends in neither .json nor .md, which say how to write it");
    }

    String json() {
        return JsonText.object(json -> {
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("messages");
            system.ifPresent(text -> message(json, "system", text));
            for (Conversation.Turn turn : turns) {
                question(json, turn);
                message(json, "assistant", turn.answer());
            }
            json.writeEndArray();
        });
    }

    private static void message(JsonGenerator json, String role, String content) {
        json.writeStartObject();
        json.writeStringProperty("role", role);
        json.writeStringProperty("content", content);
        json.writeEndObject();
    }

    private static void question(JsonGenerator json, Conversation.Turn turn) {
        if (turn.images().isEmpty()) {
            message(json, "user", turn.question());
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("role", "user");
        json.writeArrayPropertyStart("content");
        for (Conversation.Seen seen : turn.images()) {
            String type = seen.video() ? "video_url" : "image_url";
            json.writeStartObject();
            json.writeStringProperty("type", type);
            json.writeObjectPropertyStart(type);
            json.writeStringProperty("url", seen.name());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeStartObject();
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", turn.question());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /// @param folder what images' places are told from, so that they show
    String markdown(Path folder) {
        var text = new StringBuilder("# Conversation with " + model + "\n");
        system.ifPresent(instructions ->
                text.append("\n> ").append(instructions.replace("\n", "\n> ")).append('\n'));
        for (Conversation.Turn turn : turns) {
            text.append("\n**You:**\n\n");
            for (Conversation.Seen seen : turn.images()) {
                Path place = folder.relativize(Path.of(seen.name()).toAbsolutePath().normalize());
                text.append(seen.video() ? "[" : "![")
                        .append(seen.name())
                        .append("](<")
                        .append(place)
                        .append(">)\n\n");
            }
            text.append(turn.question()).append("\n\n**").append(model).append(":**\n\n");
            text.append(turn.answer().strip()).append('\n');
        }
        return text.toString();
    }
}
