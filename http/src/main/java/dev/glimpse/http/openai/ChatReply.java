package dev.glimpse.http.openai;

import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Chat completions as JSON, whole or in chunks.
///
/// @param id of the completion
/// @param created when it was asked for, to a second
/// @param model its name
record ChatReply(String id, Instant created, String model) {

    /// All answers.
    ObjectNode whole(List<GenerationResult> results) {
        ObjectNode reply = head("chat.completion");
        var choices = reply.putArray("choices");
        for (GenerationResult result : results) {
            ObjectNode message =
                    Json.object().put("role", "assistant").put("content", result.text());
            message.putNull("refusal");
            if (!result.reasoning().isEmpty()) {
                message.put("reasoning_content", result.reasoning());
            }
            ObjectNode choice = choices.addObject().put("index", choices.size() - 1);
            choice.set("message", message);
            choice.putNull("logprobs").put("finish_reason", wireName(result.finishReason()));
        }
        reply.set("usage", usage(usage(results)));
        return reply;
    }

    /// A piece of a streamed answer.
    ///
    /// @param index of the answer
    /// @param delta what is new of its message
    ObjectNode chunk(int index, ObjectNode delta, Optional<FinishReason> finish) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs")
                .put("finish_reason", finish.map(ChatReply::wireName).orElse(null));
        return chunk;
    }

    /// The last chunk of a stream: what it took.
    ObjectNode usageChunk(List<GenerationResult> results) {
        ObjectNode chunk = head("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(usage(results)));
        return chunk;
    }

    /// What several answers to one prompt took: the prompt counts once, as OpenAI counts.
    static Usage usage(List<GenerationResult> results) {
        Usage first = results.getFirst().usage();
        int completion =
                results.stream().mapToInt(result -> result.usage().completionTokens()).sum();
        return new Usage(first.promptTokens(), first.imageTokens(), completion);
    }

    private ObjectNode head(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model);
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json =
                Json.object()
                        .put("prompt_tokens", usage.promptTokens())
                        .put("completion_tokens", usage.completionTokens())
                        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        json.putObject("prompt_tokens_details").put("image_tokens", usage.imageTokens());
        return json;
    }

    private static String wireName(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH, CANCELLED -> "length";
        };
    }
}
