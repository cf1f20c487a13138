package dev.glimpse.http.caption;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.caption.CaptionStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Captions as JSON.
final class CaptionReply {
    private CaptionReply() {}

    static ObjectNode of(String modelId, CaptionStyle style, GenerationResult result) {
        ObjectNode reply =
                Json.object()
                        .put("caption", result.text())
                        .put("style", style.toString())
                        .put("model", modelId);
        if (style == CaptionStyle.TAGS) {
            tags(result.text()).forEach(reply.putArray("tags")::add);
        }
        AnswerJson.addTo(reply, result);
        return reply;
    }

    /// The tags of a list with commas or on lines of their own, each once.
    static Stream<String> tags(String caption) {
        return Stream.of(caption.split("[,;\n]"))
                .map(tag -> tag.strip().replaceFirst("^[-*#•]\\s*", "").replaceFirst("\\.$", ""))
                .filter(tag -> !tag.isBlank())
                .distinct();
    }

    /// What [#of] gives.
    static Schema schema() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("caption", Schema.string());
        members.put(
                "style",
                Schema.oneOf(
                        Arrays.stream(CaptionStyle.values()).map(CaptionStyle::toString).toList()));
        members.put("model", Schema.string());
        List<String> required = new ArrayList<>(members.keySet());
        required.addAll(AnswerJson.REQUIRED);
        members.put(
                "tags",
                Schema.array(Schema.string()).described("Where `style` is `tags`: each once."));
        members.putAll(AnswerJson.MEMBERS);
        return Schema.object(members, required);
    }
}
