package dev.glimpse.http.ops;

import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.QueueStatus;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Answers `GET /readyz`: 200 while another request would be taken, 503 while the queue is full.
/// There is no server before the model is loaded, and one that shuts down refuses everything with
/// 503. Thread-safe: its field is.
public final class ReadyEndpoint implements Handler {
    private static final int UNAVAILABLE = 503;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<QueueStatus> queue;

    public ReadyEndpoint(Supplier<QueueStatus> queue) {
        this.queue = queue;
    }

    @Override
    public void handle(Context ctx) {
        QueueStatus status = queue.get();
        ObjectNode body = Json.object().put("status", status.isFull() ? "queue_full" : "ready");
        body.putObject("queue")
                .put("running", status.running())
                .put("waiting", status.waiting())
                .put("capacity", status.capacity())
                .put("next_position", status.nextPosition())
                .put("expected_wait_seconds", status.expectedWait().toNanos() / NANOS_PER_SECOND);
        ctx.status(status.isFull() ? UNAVAILABLE : 200)
                .contentType("application/json")
                .result(Json.bytes(body));
    }
}
