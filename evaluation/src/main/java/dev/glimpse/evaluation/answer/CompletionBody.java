package dev.glimpse.evaluation.answer;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the body of a request for a chat completion.
final class CompletionBody {
    /// The first bytes of image files, by type; the rest is taken for JPEG.
    private static final List<Map.Entry<String, String>> STARTS =
            List.of(
                    Map.entry("\u0089PNG", "image/png"),
                    Map.entry("GIF8", "image/gif"),
                    Map.entry("RIFF", "image/webp"),
                    Map.entry("BM", "image/bmp"),
                    Map.entry("II*", "image/tiff"),
                    Map.entry("MM\0*", "image/tiff"));

    private CompletionBody() {}

    static String of(EndpointOptions options, Message turn) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("model", options.model());
        ObjectNode message = body.putArray("messages").addObject();
        message.put("role", "user");
        ArrayNode content = message.putArray("content");
        turn.content().forEach(part -> add(content, part));
        body.put("max_tokens", options.maxTokens());
        body.put("temperature", 0);
        return body.toString();
    }

    private static void add(ArrayNode content, Content part) {
        switch (part) {
            case Content.Text(String text) -> {
                content.addObject().put("type", "text").put("text", text);
            }
            case Content.ImageFile(var file, _) -> {
                ObjectNode image = content.addObject().put("type", "image_url");
                image.putObject("image_url").put("url", dataUri(file.toByteArray()));
            }
            case Content.Pixels _ ->
                    throw new IllegalArgumentException(
                            "pixels cannot be sent; give the image as a file");
        }
    }

    private static String dataUri(byte[] file) {
        String start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
        String type =
                STARTS.stream()
                        .filter(entry -> start.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("image/jpeg");
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file);
    }
}
