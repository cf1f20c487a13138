package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Answers requests that failed: status, body, and for faults of the server a stack trace in the
/// log. Thread-safe: it has no state.
public final class Failures implements ExceptionHandler<Exception> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.glimpse.http.failures");
    private static final long MAX_DISCARD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_DISCARD_BYTES = 256L << 20;

    /// Says what a client is told about `failure`, and notes it.
    public static ErrorReply report(Throwable failure, RequestTrace trace) {
        ErrorReply reply = ErrorMapping.reply(failure);
        trace.outcome(reply.type());
        if (reply.type() == ErrorType.INTERNAL) {
            LoggingEventBuilder line =
                    LOG.atError().addKeyValue("request_id", trace.id()).setCause(failure);
            trace.span()
                    .map(span -> line.addKeyValue("trace_id", span.traceId()))
                    .orElse(line)
                    .log("request {} failed", trace.id());
        }
        return reply;
    }

    @Override
    public void handle(Exception failure, Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        ErrorReply reply = report(failure, trace);
        if (ctx.res().isCommitted()) {
            return;
        }
        reply.retryHeader().ifPresent(seconds -> ctx.header("Retry-After", seconds));
        if (failure instanceof MethodNotAllowedResponse e) {
            ctx.header("Allow", ErrorMapping.allowed(e));
        }
        if (reply.type() == ErrorType.UNAUTHORIZED) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        ctx.status(reply.status()).contentType("application/json");
        byte[] body = Json.bytes(reply.toJson(trace.id(), ErrorForm.of(ctx.req().getRequestURI())));
        if (leavesBodyUnread(reply.type())) {
            answerAndDiscard(ctx, body);
        } else {
            ctx.result(body);
        }
    }

    private static boolean leavesBodyUnread(ErrorType type) {
        return type == ErrorType.REQUEST_TOO_LARGE
                || type == ErrorType.UNSUPPORTED_MEDIA_TYPE
                || type == ErrorType.QUEUE_FULL
                || type == ErrorType.RATE_LIMITED
                || type == ErrorType.UNAUTHORIZED
                || type == ErrorType.METHOD_NOT_ALLOWED
                || type == ErrorType.NOT_FOUND;
    }

    /// Sends the reply, then reads what the client is still sending, within limits: a connection
    /// closed on unread bytes is reset, and the client would not see the reply.
    private static void answerAndDiscard(Context ctx, byte[] body) {
        boolean waitsForContinue = ctx.header("Expect") != null;
        try {
            if (!waitsForContinue && ctx.req().getContentLengthLong() != 0) {
                ctx.header("Connection", "close");
            }
            ctx.res().setContentLength(body.length);
            OutputStream out = ctx.res().getOutputStream();
            out.write(body);
            out.flush();
            if (!waitsForContinue) {
                discard(ctx.req().getInputStream());
            }
        } catch (IOException e) {
            LOG.debug("client went away before it had its refusal", e);
        }
    }

    private static void discard(InputStream in) throws IOException {
        long deadline = System.nanoTime() + MAX_DISCARD_NANOS;
        var scrap = new byte[1 << 16];
        long total = 0;
        int count = in.read(scrap);
        while (count >= 0 && total < MAX_DISCARD_BYTES && System.nanoTime() - deadline < 0) {
            total += count;
            count = in.read(scrap);
        }
    }
}
