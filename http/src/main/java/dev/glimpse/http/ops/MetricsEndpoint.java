package dev.glimpse.http.ops;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.metrics.ServerMeters;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

/// Answers `GET /metrics` in Prometheus' text format. Thread-safe: its field is.
public final class MetricsEndpoint implements Handler {
    /// What clients may know of it.
    public static final Operation OPERATION =
            Operation.of(
                            "metrics",
                            "Operations",
                            "Tell what was measured",
                            "Counters, gauges and timers in Prometheus' text format.")
                    .giving(
                            new Operation.Content(
                                    "text/plain",
                                    Schema.string(),
                                    List.of(
                                            Samples.text(
                                                    "uptime",
                                                    "One of them",
                                                    """
                                                    # TYPE process_uptime_seconds gauge
                                                    process_uptime_seconds 12.5
                                                    """))));

    private final ServerMeters meters;

    public MetricsEndpoint(ServerMeters meters) {
        this.meters = meters;
    }

    @Override
    public void handle(Context ctx) {
        ctx.contentType(ServerMeters.CONTENT_TYPE).result(meters.scrape());
    }
}
