package dev.glimpse.http.tracing;

import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Timings;
import dev.glimpse.runtime.Usage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/// Spans of what a request has done for it: the model's work and its stages, fetched files. Each is
/// a child of the one that is current. Thread-safe: its fields are.
public final class ModelSpans {
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private final Tracer tracer;
    private final String modelId;

    /// @param telemetry where spans go
    /// @param modelId the name of the model
    public ModelSpans(OpenTelemetry telemetry, String modelId) {
        this.tracer = telemetry.getTracer(RequestSpans.SCOPE);
        this.modelId = modelId;
    }

    /// What is done under a span, which may be told more about it. Confined to one thread.
    public final class Work {
        private final Span span;
        private final Instant begun = Instant.now();

        private Work(Span span) {
            this.span = span;
        }

        /// Notes what the answers to a prompt took.
        public void answered(List<GenerationResult> results) {
            GenerationResult first = results.getFirst();
            Usage usage = first.usage();
            span.setAttribute("gen_ai.usage.input_tokens", (long) usage.promptTokens());
            span.setAttribute(
                    "gen_ai.usage.output_tokens",
                    results.stream().mapToLong(result -> result.usage().completionTokens()).sum());
            span.setAttribute("glimpse.usage.image_tokens", (long) usage.imageTokens());
            span.setAttribute(
                    FINISH_REASONS,
                    results.stream()
                            .map(result -> result.finishReason().name().toLowerCase(Locale.ROOT))
                            .toList());
            took(first.timings());
        }

        /// Adds a span for each stage. Durations are what they were. Where they lie is reckoned:
        /// the stages of images one behind the other from the beginning on, the others up to the
        /// end.
        public void took(Timings timings) {
            Instant end = Instant.now();
            Instant next = stage("decode", begun, timings.decode());
            next = stage("preprocess", next, timings.preprocess());
            stage("encode", next, timings.encode());
            Instant generated = end.minus(timings.generate());
            Instant prefilled = generated.minus(timings.prefill());
            stage("queue", prefilled.minus(timings.queue()), timings.queue());
            stage("prefill", prefilled, timings.prefill());
            stage("generate", generated, timings.generate());
        }

        /// @return when it ended
        private Instant stage(String name, Instant start, Duration took) {
            Instant end = start.plus(took);
            if (!took.isZero()) {
                tracer.spanBuilder(name)
                        .setParent(Context.current().with(span))
                        .setStartTimestamp(start)
                        .startSpan()
                        .end(end);
            }
            return end;
        }
    }

    /// Has the model work under a span.
    ///
    /// @param operation as the conventions for generative AI name it: `chat`, `embeddings`
    public <T> T model(String operation, Function<Work, T> work) {
        SpanBuilder span =
                tracer.spanBuilder(operation + " " + modelId)
                        .setAttribute("gen_ai.operation.name", operation)
                        .setAttribute("gen_ai.provider.name", "glimpse")
                        .setAttribute("gen_ai.request.model", modelId);
        return around(span, each -> work.apply(new Work(each)));
    }

    /// Has a file fetched under a span. Where from is not said: URLs may have secrets.
    public <T> T fetch(Supplier<T> work) {
        SpanBuilder span =
                tracer.spanBuilder("fetch")
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute("http.request.method", "GET");
        return around(span, _ -> work.get());
    }

    /// A failure is noted by its class: its message may have words of the request.
    private static <T> T around(SpanBuilder builder, Function<Span, T> work) {
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.apply(span);
        } catch (RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute("error.type", e.getClass().getName());
            throw e;
        } finally {
            span.end();
        }
    }
}
