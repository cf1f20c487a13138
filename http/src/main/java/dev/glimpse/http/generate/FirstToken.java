package dev.glimpse.http.generate;

import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.runtime.GenerationEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.ObjIntConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// Passes events on, and notes how long after its request the first piece of any answer came.
/// Confined to the request's thread.
final class FirstToken implements ObjIntConsumer<GenerationEvent> {
    private final HttpServletRequest client;
    private final ObjIntConsumer<? super GenerationEvent> events;
    private final ServerMeters meters;
    private boolean seen;

    FirstToken(
            HttpServletRequest client,
            ObjIntConsumer<? super GenerationEvent> events,
            ServerMeters meters) {
        this.client = client;
        this.events = events;
        this.meters = meters;
    }

    @Override
    public void accept(GenerationEvent event, int answer) {
        boolean piece =
                event instanceof GenerationEvent.Text || event instanceof GenerationEvent.Reasoning;
        if (piece && !seen) {
            seen = true;
            long begun = ServletContextRequest.getServletContextRequest(client).getBeginNanoTime();
            meters.firstToken(Duration.ofNanos(System.nanoTime() - begun));
        }
        events.accept(event, answer);
    }
}
