package dev.glimpse.http.openai.chat;

import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.openai.ReplyHead;
import dev.glimpse.http.openai.TokenJson;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.Dropped;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.LogProbabilities;
import dev.glimpse.runtime.ScoredToken;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Chat completions as JSON, whole or in chunks.
record ChatReply(ReplyHead head) {
    private static final String CHUNK = "chat.completion.chunk";

    /// All answers.
    ObjectNode whole(List<GenerationResult> results) {
        ObjectNode reply = head.of("chat.completion");
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
            putLogprobs(choice, result.logProbabilities().map(LogProbabilities::answer));
            choice.put("finish_reason", ReplyHead.wireName(result.finishReason()));
        }
        reply.set("usage", ReplyHead.usage(ReplyHead.usage(results)));
        putDropped(reply, results.getFirst().dropped());
        return reply;
    }

    /// What was left out of a conversation that was too long.
    private static void putDropped(ObjectNode reply, Dropped dropped) {
        if (dropped.messages() > 0) {
            reply.putObject("truncated")
                    .put("messages", dropped.messages())
                    .put("images", dropped.images());
        }
    }

    private static void putLogprobs(ObjectNode choice, Optional<List<ScoredToken>> tokens) {
        tokens.ifPresentOrElse(
                scored -> choice.set("logprobs", TokenJson.logprobs(scored)),
                () -> choice.putNull("logprobs"));
    }

    /// A piece of a streamed answer.
    ///
    /// @param delta what is new of its message
    /// @param tokens those of it, if they are scored
    ObjectNode chunk(int index, ObjectNode delta, List<ScoredToken> tokens) {
        ObjectNode chunk = head.of(CHUNK);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        putLogprobs(choice, tokens.isEmpty() ? Optional.empty() : Optional.of(tokens));
        choice.putNull("finish_reason");
        return chunk;
    }

    /// The end of a streamed answer.
    ObjectNode endChunk(int index, GenerationResult result) {
        ObjectNode chunk = head.of(CHUNK);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", ReplyHead.wireName(result.finishReason()));
        putDropped(chunk, result.dropped());
        return chunk;
    }

    /// The last chunk of a stream: what it took; of a single answer also, beyond what OpenAI sends,
    /// `timings_ms`.
    ObjectNode usageChunk(List<GenerationResult> results) {
        ObjectNode chunk = head.of(CHUNK);
        chunk.putArray("choices");
        chunk.set("usage", ReplyHead.usage(ReplyHead.usage(results)));
        if (results.size() == 1) {
            chunk.set("timings_ms", AnswerJson.timings(results.getFirst().timings()));
        }
        return chunk;
    }
}
