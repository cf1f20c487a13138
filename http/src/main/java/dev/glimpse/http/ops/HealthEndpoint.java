package dev.glimpse.http.ops;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.ModelInfo;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/// Answers `GET /healthz`: that the process is alive, what it serves, since when. Thread-safe: its
/// fields are.
public final class HealthEndpoint implements Handler {
    /// What clients may know of it.
    public static final Operation OPERATION =
            Operation.of(
                            "health",
                            "Operations",
                            "Say whether the process is alive",
                            "What is served, since when, and how often images had to be encoded.")
                    .giving(
                            schema(),
                            Samples.example(
                                    "alive",
                                    "A server that was asked twice about an image",
                                    """
                                    {"status": "ok", "model": "@MODEL", "model_name": "Glimpse Tiny",
                                     "model_description": "minicpm ?B Q8_0", "parameters": 11000000,
                                     "context_tokens": 2048, "vision": true,
                                     "requests_under_way": 0, "uptime_seconds": 12,
                                     "image_cache": {"memory_hits": 1, "disk_hits": 0, "shared": 0,
                                      "misses": 1, "evictions": 0, "entries": 1, "bytes": 32768}}
                                    """));

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

    private static Schema schema() {
        var cache = new LinkedHashMap<String, Schema>();
        for (String counter :
                List.of("memory_hits", "disk_hits", "shared", "misses", "evictions", "entries")) {
            cache.put(counter, Schema.count());
        }
        cache.put("bytes", Schema.count());
        var members = new LinkedHashMap<String, Schema>();
        members.put("status", Schema.constant("ok"));
        members.put("model", Schema.string());
        members.put("model_name", Schema.string());
        members.put("model_description", Schema.string());
        members.put("parameters", Schema.count());
        members.put("context_tokens", Schema.count());
        members.put("vision", Schema.flag().described("Whether it takes images."));
        members.put("requests_under_way", Schema.count());
        members.put("uptime_seconds", Schema.count());
        members.put("image_cache", Schema.object(cache, List.copyOf(cache.keySet())));
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
