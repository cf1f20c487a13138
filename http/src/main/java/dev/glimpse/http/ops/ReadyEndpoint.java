package dev.glimpse.http.ops;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.QueueStatus;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Answers `GET /readyz`: 200 while another request would be taken, 503 while the queue is full.
/// There is no server before the model is loaded, and one that shuts down refuses everything with
/// 503. Thread-safe: its field is.
public final class ReadyEndpoint implements Handler {
    /// What clients may know of it.
    public static final Operation OPERATION =
            Operation.of(
                            "ready",
                            "Operations",
                            "Say whether another request would be taken",
                            "503 with the same body while the queue is full.")
                    .giving(
                            schema(),
                            Samples.example(
                                    "idle",
                                    "Nothing to do",
                                    """
                                    {"status": "ready", "queue": {"running": 0, "waiting": 0,
                                     "capacity": 72, "next_position": 1,
                                     "expected_wait_seconds": 0.0}}
                                    """));

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

    private static Schema schema() {
        var queue = new LinkedHashMap<String, Schema>();
        queue.put("running", Schema.count());
        queue.put("waiting", Schema.count());
        queue.put("capacity", Schema.count());
        queue.put("next_position", Schema.count());
        queue.put("expected_wait_seconds", Schema.number());
        var members = new LinkedHashMap<String, Schema>();
        members.put("status", Schema.oneOf(List.of("ready", "queue_full")));
        members.put("queue", Schema.object(queue, List.copyOf(queue.keySet())));
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
