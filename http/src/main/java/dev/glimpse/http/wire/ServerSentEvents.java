package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

    /// Whether a request's `Accept` header asks for events.
    public static boolean wanted(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }

    /// Sends an event at once.
    ///
    /// @throws UncheckedIOException if the client is gone
    public void send(String name, JsonNode data) {
        write("event: " + name + "\ndata: ", Json.bytes(data));
    }

    /// Sends an event without a name at once.
    ///
    /// @throws UncheckedIOException if the client is gone
    public void send(JsonNode data) {
        write("data: ", Json.bytes(data));
    }

    /// Sends a text on one line, which is no JSON, as an event without a name at once.
    ///
    /// @throws UncheckedIOException if the client is gone
    public void send(String line) {
        write("data: ", line.getBytes(StandardCharsets.UTF_8));
    }

    /// Streams a reply. If that fails, the failure is the last event where one went out before, and
    /// the log has its status; else it comes through.
    ///
    /// @param reply sends the events
    /// @param failed sends the event that tells of a failure
    public void stream(RequestTrace trace, Runnable reply, Consumer<ErrorReply> failed) {
        try {
            reply.run();
        } catch (UncheckedIOException _) {
            trace.outcome(ErrorType.CLIENT_CLOSED);
        } catch (RuntimeException e) {
            if (!started) {
                throw e;
            }
            ErrorReply told = Failures.report(e, trace);
            if (told.type() != ErrorType.CLIENT_CLOSED) {
                tell(trace, () -> failed.accept(told));
            }
        }
    }

    private static void tell(RequestTrace trace, Runnable event) {
        try {
            event.run();
        } catch (UncheckedIOException _) {
            trace.outcome(ErrorType.CLIENT_CLOSED);
        }
    }

    private void write(String head, byte[] data) {
        try {
            OutputStream out = start();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(data);
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
