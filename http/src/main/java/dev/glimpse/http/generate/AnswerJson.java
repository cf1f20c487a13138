package dev.glimpse.http.generate;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import dev.glimpse.runtime.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/// What replies say about answers beside their texts.
public final class AnswerJson {
    private static final double NANOS_PER_TENTH = 100_000;

    /// Members that [#addTo] adds, and which of them are always there.
    public static final SequencedMap<String, Schema> MEMBERS = members();

    public static final List<String> REQUIRED = List.of("finish_reason", "usage", "timings_ms");

    private AnswerJson() {}

    /// Adds why an answer ended, what the model thought aloud, and what it took.
    public static void addTo(ObjectNode reply, GenerationResult result) {
        reply.put("finish_reason", wireName(result.finishReason()));
        if (!result.reasoning().isEmpty()) {
            reply.put("reasoning", result.reasoning());
        }
        reply.set("usage", usage(result.usage()));
        reply.set("timings_ms", timings(result.timings()));
    }

    /// A piece of a streamed text.
    public static ObjectNode delta(String text) {
        return Json.object().put("text", text);
    }

    public static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("image_tokens", usage.imageTokens())
                .put("completion_tokens", usage.completionTokens());
    }

    public static ObjectNode timings(Timings timings) {
        return Json.object()
                .put("queue", milliseconds(timings.queue()))
                .put("decode", milliseconds(timings.decode()))
                .put("preprocess", milliseconds(timings.preprocess()))
                .put("encode", milliseconds(timings.encode()))
                .put("prefill", milliseconds(timings.prefill()))
                .put("generate", milliseconds(timings.generate()));
    }

    /// Milliseconds, to a tenth.
    public static double milliseconds(Duration time) {
        return Math.round(time.toNanos() / NANOS_PER_TENTH) / 10.0;
    }

    private static String wireName(FinishReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static SequencedMap<String, Schema> members() {
        var members = new LinkedHashMap<String, Schema>();
        members.put(
                "finish_reason",
                Schema.oneOf(List.of("stop", "length"))
                        .described(
                                "`stop`: the model ended or a stop text came up; `length`: the most"
                                        + " tokens, or the context, were reached."));
        members.put(
                "reasoning", Schema.string().described("What the model thought aloud, if it did."));
        members.put("usage", usageSchema());
        members.put("timings_ms", timingsSchema());
        return members;
    }

    public static Schema usageSchema() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("prompt_tokens", Schema.count());
        members.put("image_tokens", Schema.count().described("Of the prompt's."));
        members.put("completion_tokens", Schema.count());
        return Schema.object(members, List.copyOf(members.keySet()));
    }

    public static Schema timingsSchema() {
        var members = new LinkedHashMap<String, Schema>();
        for (String stage :
                List.of("queue", "decode", "preprocess", "encode", "prefill", "generate")) {
            members.put(stage, Schema.number());
        }
        return Schema.object(members, List.copyOf(members.keySet()))
                .described(
                        "Milliseconds of each stage; those of images are zero where they were"
                                + " known.");
    }
}
