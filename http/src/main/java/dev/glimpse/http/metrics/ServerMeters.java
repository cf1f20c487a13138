package dev.glimpse.http.metrics;

import dev.glimpse.http.wire.AccessLog;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ModelStatistics;
import dev.glimpse.runtime.Timings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/// Counts requests and answers. Thread-safe: the registry is.
public final class ServerMeters implements RequestLog {
    /// The type of what [#scrape] gives.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Milliseconds between which times are counted, from a cached answer to a slow one.
    private static final Duration[] BUCKETS =
            LongStream.of(
                            1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
                            60_000, 120_000, 300_000, 600_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer firstToken;
    private final Timer perToken;

    /// @param model asked whenever meters are read
    public ServerMeters(Supplier<ModelStatistics> model) {
        new ModelMeters(model).bindTo(registry);
        new ProcessMeters().bindTo(registry);
        firstToken =
                timer(
                        "glimpse.time.to.first.token",
                        "From a request's arrival to the first piece of its answer.");
        perToken =
                timer(
                        "glimpse.time.per.token",
                        "Of each answer, the time between two of its tokens.");
    }

    /// Counts a request that has ended.
    @Override
    public void log(Request request, Response response) {
        RequestTrace trace = RequestTrace.of(request);
        Timer.builder("glimpse.http.requests")
                .description("Requests that have ended, and how long they took.")
                .tag("method", method(request))
                .tag("route", trace.route().orElse("none"))
                .tag("status", Integer.toString(AccessLog.status(request, response)))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
    }

    /// Clients may make methods up; a few names are enough.
    private static String method(Request request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" -> request.getMethod();
            default -> "other";
        };
    }

    /// Notes when an answer's first piece came.
    public void firstToken(Duration sinceArrival) {
        firstToken.record(sinceArrival);
    }

    /// Counts a file that was fetched by its URL, or was not to be had.
    public void fetched(Duration took) {
        stage("fetch", took);
    }

    /// Counts the answers to a prompt, which are complete; the prompt counts once.
    public void answered(List<GenerationResult> results) {
        GenerationResult first = results.getFirst();
        int imageTokens = first.usage().imageTokens();
        tokens("text").increment(first.usage().promptTokens() - imageTokens);
        tokens("image").increment(imageTokens);
        Timings timings = first.timings();
        stage("queue", timings.queue());
        stage("decode", timings.decode());
        stage("preprocess", timings.preprocess());
        stage("encode", timings.encode());
        stage("prefill", timings.prefill());
        results.forEach(this::generated);
    }

    private void generated(GenerationResult result) {
        int answerTokens = result.usage().completionTokens();
        Duration generate = result.timings().generate();
        tokens("answer").increment(answerTokens);
        if (answerTokens > 1) {
            perToken.record(generate.dividedBy(answerTokens - 1));
        }
        stage("generate", generate);
    }

    /// All meters in Prometheus' text format.
    public String scrape() {
        return registry.scrape();
    }

    private Counter tokens(String kind) {
        return Counter.builder("glimpse.tokens")
                .description("Tokens of prompts (text, image) and of answers.")
                .tag("kind", kind)
                .register(registry);
    }

    private void stage(String name, Duration took) {
        Timer.builder("glimpse.stage")
                .description(
                        "What answers took: each fetched file, waiting, images from files to pixels"
                                + " to patches to embeddings, the prompt, the answer's tokens.")
                .tag("stage", name)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
