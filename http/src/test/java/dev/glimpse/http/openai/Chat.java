package dev.glimpse.http.openai;

import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Chat completions as clients write them, and what comes back.
final class Chat {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Chat() {}

    static ObjectNode body(ObjectNode... messages) {
        ObjectNode body = JSON.createObjectNode().put("model", "any");
        body.putArray("messages").addAll(List.of(messages));
        return body;
    }

    static ObjectNode message(String role, String content) {
        return JSON.createObjectNode().put("role", role).put("content", content);
    }

    static ObjectNode message(String role, ObjectNode... parts) {
        ObjectNode message = JSON.createObjectNode().put("role", role);
        message.putArray("content").addAll(List.of(parts));
        return message;
    }

    static ObjectNode text(String text) {
        return JSON.createObjectNode().put("type", "text").put("text", text);
    }

    static ObjectNode image(byte[] file) {
        ObjectNode part = JSON.createObjectNode().put("type", "image_url");
        part.putObject("image_url")
                .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(file));
        return part;
    }

    static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    static Reply send(Service service, JsonNode body) {
        return service.post(
                "/v1/chat/completions", "application/json", JSON.writeValueAsBytes(body));
    }

    /// The answer of a request that must succeed.
    static String answer(Service service, JsonNode body) {
        Reply reply = send(service, body);
        if (reply.status() != 200) {
            throw new AssertionError(reply.response().body());
        }
        return reply.json().at("/choices/0/message/content").stringValue();
    }

    /// The events' data of a streamed reply, without `[DONE]`, which must be the last.
    static List<JsonNode> chunks(Reply reply) {
        List<String> data =
                Arrays.stream(reply.response().body().split("\n\n"))
                        .map(event -> event.substring("data: ".length()))
                        .toList();
        if (!data.getLast().equals("[DONE]")) {
            throw new AssertionError("the last event is " + data.getLast());
        }
        return data.subList(0, data.size() - 1).stream().map(JSON::readTree).toList();
    }

    /// The texts of one answer's chunks, joined.
    static String joined(List<JsonNode> chunks, int index) {
        var text = new StringBuilder();
        for (JsonNode chunk : chunks) {
            ArrayNode choices = (ArrayNode) chunk.get("choices");
            if (!choices.isEmpty() && choices.get(0).get("index").intValue() == index) {
                text.append(choices.get(0).at("/delta/content").asString(""));
            }
        }
        return text.toString();
    }
}
