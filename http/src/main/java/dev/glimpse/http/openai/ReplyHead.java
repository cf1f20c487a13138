package dev.glimpse.http.openai;

import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Usage;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What all replies and chunks of a completion have in common.
///
/// @param id of the completion
/// @param created when it was asked for, to a second
/// @param model its name
public record ReplyHead(String id, Instant created, String model) {

    /// A reply without content.
    public ObjectNode of(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model);
    }

    /// What several answers to one prompt took: the prompt counts once, as OpenAI counts.
    public static Usage usage(List<GenerationResult> results) {
        Usage first = results.getFirst().usage();
        int completion =
                results.stream().mapToInt(result -> result.usage().completionTokens()).sum();
        return new Usage(first.promptTokens(), first.imageTokens(), completion);
    }

    public static ObjectNode usage(Usage usage) {
        ObjectNode json =
                Json.object()
                        .put("prompt_tokens", usage.promptTokens())
                        .put("completion_tokens", usage.completionTokens())
                        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        json.putObject("prompt_tokens_details").put("image_tokens", usage.imageTokens());
        return json;
    }

    public static String wireName(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH, CANCELLED -> "length";
        };
    }
}
