package dev.glimpse.http.wire;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// Writes server-sent events (HTML standard, section 9.2) as the response to any method, in the
/// order of the calls: Javalin's own are for GET alone. The headers go out with the first event, so
/// that a request that fails before has a status of its own. Confined to the request's thread.
public final class ServerSentEvents {
    private final HttpServletResponse response;
    private boolean started;

    public ServerSentEvents(HttpServletResponse response) {
        this.response = response;
    }

    /// Whether an event went out: from then on failures are events too.
    public boolean started() {
        return started;
    }

    /// Sends an event at once.
    ///
    /// @throws UncheckedIOException if the client is gone
    public void send(String name, JsonNode data) {
        try {
            OutputStream out = start();
            out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
            out.write(Json.bytes(data));
            out.write('\n');
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream start() throws IOException {
        if (!started) {
            response.setContentType("text/event-stream;charset=utf-8");
            response.setHeader("X-Accel-Buffering", "no");
            started = true;
        }
        return response.getOutputStream();
    }
}
