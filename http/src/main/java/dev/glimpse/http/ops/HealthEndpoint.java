package dev.glimpse.http.ops;

import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.ModelInfo;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.function.Supplier;

/// Answers `GET /healthz`: that the process is alive, what it serves, since when. Thread-safe: its
/// fields are.
public final class HealthEndpoint implements Handler {
    private final ModelInfo model;
    private final Supplier<ImageCacheStatistics> imageCache;
    private final Generations generations;
    private final long startedNanos = System.nanoTime();

    public HealthEndpoint(
            ModelInfo model, Supplier<ImageCacheStatistics> imageCache, Generations generations) {
        this.model = model;
        this.imageCache = imageCache;
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
        ImageCacheStatistics cache = imageCache.get();
        body.putObject("image_cache")
                .put("memory_hits", cache.memoryHits())
                .put("disk_hits", cache.diskHits())
                .put("shared", cache.shared())
                .put("misses", cache.misses())
                .put("evictions", cache.evictions())
                .put("entries", cache.entries())
                .put("bytes", cache.bytes());
        ctx.contentType("application/json").result(Json.bytes(body));
    }
}
