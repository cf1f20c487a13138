package dev.glimpse.cli.json;

import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import dev.glimpse.runtime.Usage;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// An answer in the shape of the reply of `POST /v1/vqa`.
public final class AnswerJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private AnswerJson() {}

    /// The object as a line.
    ///
    /// @param model the model's short name
    public static String of(String model, GenerationResult result) {
        return JsonText.object(json -> {
            json.writeStringProperty("answer", result.text());
            json.writeStringProperty("model", model);
            json.writeStringProperty(
                    "finish_reason", result.finishReason().name().toLowerCase(Locale.ROOT));
            if (!result.reasoning().isEmpty()) {
                json.writeStringProperty("reasoning", result.reasoning());
            }
            usage(json, result.usage());
            timings(json, result.timings());
        });
    }

    private static void usage(JsonGenerator json, Usage usage) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("prompt_tokens", usage.promptTokens());
        json.writeNumberProperty("image_tokens", usage.imageTokens());
        json.writeNumberProperty("completion_tokens", usage.completionTokens());
        json.writeEndObject();
    }

    private static void timings(JsonGenerator json, Timings timings) {
        json.writeObjectPropertyStart("timings_ms");
        json.writeNumberProperty("queue", millis(timings.queue()));
        json.writeNumberProperty("decode", millis(timings.decode()));
        json.writeNumberProperty("preprocess", millis(timings.preprocess()));
        json.writeNumberProperty("encode", millis(timings.encode()));
        json.writeNumberProperty("prefill", millis(timings.prefill()));
        json.writeNumberProperty("generate", millis(timings.generate()));
        json.writeEndObject();
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / NANOS_PER_MILLI * 10) / 10.0;
    }
}
