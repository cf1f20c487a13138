package dev.glimpse.http.ops;

import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ModelInfo;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;

/// Answers `GET /healthz`: that the process is alive, what it serves, since when. Thread-safe: its
/// fields are.
public final class HealthEndpoint implements Handler {
    private final ModelInfo model;
    private final Generations generations;
    private final long startedNanos = System.nanoTime();

    public HealthEndpoint(ModelInfo model, Generations generations) {
        this.model = model;
        this.generations = generations;
    }

    @Override
    public void handle(Context ctx) {
        var body =
                Json.object()
                        .put("status", "ok")
                        .put("model", model.id())
                        .put("model_name", model.name())
                        .put("model_description", model.description())
                        .put("parameters", model.parameters())
                        .put("context_tokens", model.contextTokens())
                        .put("vision", model.vision())
                        .put("requests_under_way", generations.count())
                        .put(
                                "uptime_seconds",
                                Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds());
        ctx.contentType("application/json").result(Json.bytes(body));
    }
}
