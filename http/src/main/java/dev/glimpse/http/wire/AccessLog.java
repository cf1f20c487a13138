package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One line a request: method, path, status, milliseconds, id, and the tokens it took; the same as
/// fields of the event, for logs of another form than text. Never a question, an answer, or anything
/// of an image. Thread-safe: it has no state.
public final class AccessLog implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.glimpse.http.requests");
    private static final int MAX_PATH = 200;
    private static final double NANOS_PER_TENTH = 100_000;

    @Override
    public void log(Request request, Response response) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        RequestTrace trace = RequestTrace.of(request);
        String path = path(request);
        int status = status(request, response);
        long nanos = System.nanoTime() - request.getBeginNanoTime();
        double milliseconds = Math.round(nanos / NANOS_PER_TENTH) / 10.0;
        var words = new StringBuilder();
        LoggingEventBuilder line =
                LOG.atInfo()
                        .addKeyValue("method", request.getMethod())
                        .addKeyValue("path", path)
                        .addKeyValue("route", trace.route().orElse("none"))
                        .addKeyValue("status", status)
                        .addKeyValue("duration_ms", milliseconds);
        add(line, words, "request_id", "id", trace.id());
        trace.span().ifPresent(span -> {
            add(line, words, "trace_id", "trace", span.traceId());
            line.addKeyValue("span_id", span.spanId());
        });
        trace.key().ifPresent(name -> add(line, words, "api_key", "key", name));
        trace.usage().ifPresent(usage -> {
            add(line, words, "prompt_tokens", "prompt_tokens", usage.promptTokens());
            add(line, words, "image_tokens", "image_tokens", usage.imageTokens());
            add(line, words, "completion_tokens", "completion_tokens", usage.completionTokens());
        });
        line.log("{} {} {} {} ms{}", request.getMethod(), path, status, milliseconds, words);
    }

    /// Adds a field to the event, and under a shorter name to its message.
    private static void add(
            LoggingEventBuilder line, StringBuilder words, String field, String word, Object value) {
        line.addKeyValue(field, value);
        words.append(' ').append(word).append('=').append(value);
    }

    /// What came of a request that has ended: its response's status, or what happened after that
    /// was sent.
    public static int status(Request request, Response response) {
        return RequestTrace.of(request)
                .outcome()
                .map(ErrorType::status)
                .orElseGet(() -> sent(response));
    }

    /// The response's status. Jetty calls it 500 if a request breaks off before its headers are
    /// complete and nothing is answered: that is a client that went away.
    private static int sent(Response response) {
        boolean brokeOff = response.getStatus() == 500 && !response.isCommitted();
        return brokeOff ? ErrorType.CLIENT_CLOSED.status() : response.getStatus();
    }

    /// As sent, percent signs and all, and without the query.
    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        if (path == null) {
            return "-";
        }
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "...";
    }
}
