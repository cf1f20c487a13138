package dev.glimpse.http.openai.chat;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.WholeCharacters;
import dev.glimpse.http.openai.UnsupportedFields;
import dev.glimpse.http.video.VideoPart;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `messages`. Confined to one thread and one request.
final class MessagesField {
    private static final String NAME = "messages";
    private static final int MAX_SHOWN = 40;

    private final ContentLimits limits;
    private final ImageOptions imageOptions;
    private int images;
    private long chars;

    /// @param imageOptions what is said of all images
    MessagesField(ContentLimits limits, ImageOptions imageOptions) {
        this.limits = limits;
        this.imageOptions = imageOptions;
    }

    /// Reads a conversation. Instructions at its begin in several messages become one.
    ///
    /// @throws RequestException naming the message or the part that is not allowed
    List<Message> read(List<JsonNode> nodes) {
        if (nodes.isEmpty()) {
            throw invalid(NAME, "messages is missing or empty; send at least the user's turn");
        }
        var messages = new ArrayList<Message>();
        for (int i = 0; i < nodes.size(); i++) {
            Message message = message(JsonFields.ofAnyNames(nodes.get(i), NAME + "[" + i + "]"));
            boolean joins =
                    message.role() == Role.SYSTEM
                            && messages.size() == 1
                            && messages.getFirst().role() == Role.SYSTEM;
            if (joins) {
                var content = new ArrayList<>(messages.removeFirst().content());
                content.addAll(message.content());
                message = new Message(Role.SYSTEM, content);
            }
            messages.add(message);
        }
        return messages;
    }

    private Message message(JsonFields fields) {
        Role role = role(fields);
        fields.node("tool_calls")
                .filter(calls -> !calls.isEmpty())
                .ifPresent(_ -> {
                    throw UnsupportedFields.unsupported(fields.placeOf("tool_calls"));
                });
        if (!fields.has("content")) {
            if (role == Role.ASSISTANT) {
                return new Message(role, List.of());
            }
            throw invalid(fields.placeOf("content"), fields.placeOf("content") + " is missing");
        }
        return new Message(role, content(fields));
    }

    private static Role role(JsonFields fields) {
        String role = fields.text("role").orElse("");
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> {
                String place = fields.placeOf("role");
                throw invalid(
                        place,
                        place
                                + " is '"
                                + cut(role)
                                + "'; allowed: system, developer, user, assistant");
            }
        };
    }

    private List<Content> content(JsonFields fields) {
        String place = fields.placeOf("content");
        JsonNode content = fields.node("content").orElseThrow();
        if (content.isString()) {
            return List.of(text(place, content.stringValue()));
        }
        if (!content.isArray()) {
            throw JsonFields.wrongType(place, content, "a string or an array of parts");
        }
        var parts = new ArrayList<Content>();
        for (JsonNode part : content) {
            parts.add(part(JsonFields.ofAnyNames(part, place + "[" + parts.size() + "]")));
        }
        return parts;
    }

    private Content part(JsonFields part) {
        String type = part.text("type").orElse("");
        return switch (type) {
            case "text", "refusal" ->
                    text(
                            part.placeOf(type),
                            part.text(type)
                                    .orElseThrow(() ->
                                            invalid(
                                                    part.placeOf(type),
                                                    part.placeOf(type) + " is missing")));
            case "image_url" -> {
                limits.checkImages(++images, NAME);
                yield ImagePart.read(part, imageOptions, limits);
            }
            case VideoPart.NAME -> VideoPart.read(part, imageOptions, limits);
            case "input_audio", "file" -> throw other(part, type, "are not read");
            default -> throw other(part, type, "are not known");
        };
    }

    private static RequestException other(JsonFields part, String type, String verdict) {
        String place = part.placeOf("type");
        return invalid(
                place,
                place
                        + " is '"
                        + cut(type)
                        + "'; such parts "
                        + verdict
                        + ". Allowed: text, image_url, video_url");
    }

    private Content text(String place, String text) {
        chars += text.length();
        limits.checkText(chars, NAME);
        return Content.text(WholeCharacters.check(place, text));
    }

    private static String cut(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
