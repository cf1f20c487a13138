package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.dataset.DataUri;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.vision.image.PngEncoder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the body of a request for a chat completion. Image files go as they are, pixels as PNG.
final class CompletionBody {
    private final EndpointOptions options;

    private CompletionBody(EndpointOptions options) {
        this.options = options;
    }

    static ObjectNode of(EndpointOptions options, List<Message> conversation) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("model", options.model());
        ArrayNode messages = body.putArray("messages");
        var writer = new CompletionBody(options);
        conversation.forEach(message -> writer.add(messages.addObject(), message));
        if (conversation.getLast().role() == Role.ASSISTANT) {
            // vLLM wants to be told; llama.cpp's server and ours go on by themselves.
            body.put("continue_final_message", true).put("add_generation_prompt", false);
        }
        body.put("max_tokens", options.maxTokens());
        body.put("temperature", 0);
        return body;
    }

    private void add(ObjectNode target, Message message) {
        target.put("role", message.role().wireName());
        if (message.role() == Role.USER) {
            ArrayNode content = target.putArray("content");
            message.content().forEach(part -> add(content, part));
        } else {
            target.put("content", message.text());
        }
    }

    private void add(ArrayNode content, Content part) {
        switch (part) {
            case Content.Text(String text) -> {
                content.addObject().put("type", "text").put("text", text);
            }
            case Content.Picture picture -> url(content, "image_url", DataUri.of(file(picture)));
            case Content.Video video -> add(content, video);
            case Content.VideoFile _ ->
                    throw new IllegalArgumentException(
                            "a video's file cannot be sent; give its frames");
        }
    }

    private void add(ArrayNode content, Content.Video video) {
        switch (options.video()) {
            case IMAGES -> video.frames().forEach(frame -> add(content, frame.picture()));
            case VIDEO_URL ->
                    url(
                            content,
                            "video_url",
                            video.frames().stream()
                                    .map(VideoFrame::picture)
                                    .map(CompletionBody::file)
                                    .map(Base64.getEncoder()::encodeToString)
                                    .collect(
                                            Collectors.joining(
                                                    ",", "data:video/jpeg;base64,", "")));
        }
    }

    private static void url(ArrayNode content, String type, String uri) {
        content.addObject().put("type", type).putObject(type).put("url", uri);
    }

    private static byte[] file(Content.Picture picture) {
        return switch (picture) {
            case Content.ImageFile(var file, _) -> file.toByteArray();
            case Content.Pixels(var image, _) -> PngEncoder.encode(image);
        };
    }
}
