package dev.glimpse.http.ops;

import dev.glimpse.http.metrics.ServerMeters;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/// Answers `GET /metrics` in Prometheus' text format. Thread-safe: its field is.
public final class MetricsEndpoint implements Handler {
    private final ServerMeters meters;

    public MetricsEndpoint(ServerMeters meters) {
        this.meters = meters;
    }

    @Override
    public void handle(Context ctx) {
        ctx.contentType(ServerMeters.CONTENT_TYPE).result(meters.scrape());
    }
}
