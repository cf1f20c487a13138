package dev.glimpse.http.vqa;

import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import dev.glimpse.runtime.Usage;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Answers as JSON.
final class VqaReply {
    private static final double NANOS_PER_TENTH = 100_000;

    private VqaReply() {}

    /// The whole answer.
    static ObjectNode whole(String modelId, GenerationResult result) {
        ObjectNode reply =
                Json.object()
                        .put("answer", result.text())
                        .put("model", modelId)
                        .put(
                                "finish_reason",
                                result.finishReason().name().toLowerCase(Locale.ROOT));
        if (!result.reasoning().isEmpty()) {
            reply.put("reasoning", result.reasoning());
        }
        reply.set("usage", usage(result.usage()));
        reply.set("timings_ms", timings(result.timings()));
        return reply;
    }

    /// A piece of a streamed answer.
    static ObjectNode delta(String text) {
        return Json.object().put("text", text);
    }

    private static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("image_tokens", usage.imageTokens())
                .put("completion_tokens", usage.completionTokens());
    }

    private static ObjectNode timings(Timings timings) {
        return Json.object()
                .put("queue", milliseconds(timings.queue()))
                .put("decode", milliseconds(timings.decode()))
                .put("preprocess", milliseconds(timings.preprocess()))
                .put("encode", milliseconds(timings.encode()))
                .put("prefill", milliseconds(timings.prefill()))
                .put("generate", milliseconds(timings.generate()));
    }

    /// To a tenth.
    private static double milliseconds(Duration time) {
        return Math.round(time.toNanos() / NANOS_PER_TENTH) / 10.0;
    }
}
