package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.dataset.DataUri;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the body of a request for a chat completion.
final class CompletionBody {
    private CompletionBody() {}

    static ObjectNode of(EndpointOptions options, Message turn) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("model", options.model());
        ObjectNode message = body.putArray("messages").addObject();
        message.put("role", "user");
        ArrayNode content = message.putArray("content");
        turn.content().forEach(part -> add(content, part));
        body.put("max_tokens", options.maxTokens());
        body.put("temperature", 0);
        return body;
    }

    private static void add(ArrayNode content, Content part) {
        switch (part) {
            case Content.Text(String text) -> {
                content.addObject().put("type", "text").put("text", text);
            }
            case Content.ImageFile(var file, _) -> {
                ObjectNode image = content.addObject().put("type", "image_url");
                image.putObject("image_url").put("url", DataUri.of(file.toByteArray()));
            }
            case Content.Pixels _ ->
                    throw new IllegalArgumentException(
                            "pixels cannot be sent; give the image as a file");
            case Content.Video _, Content.VideoFile _ ->
                    throw new IllegalArgumentException(
                            "a video cannot be sent; give its frames, each as an image file");
        }
    }
}
