package dev.glimpse.http;

import dev.glimpse.http.fetch.UrlSource;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.tracing.ModelSpans;
import java.time.Duration;

/// Counts and traces what is fetched, also what fails. Thread-safe: its parts are.
record ObservedFetcher(UrlSource source, ServerMeters meters, ModelSpans spans)
        implements UrlSource {

    @Override
    public byte[] fetch(String param, String url) {
        long begun = System.nanoTime();
        try {
            return spans.fetch(() -> source.fetch(param, url));
        } finally {
            meters.fetched(Duration.ofNanos(System.nanoTime() - begun));
        }
    }
}
