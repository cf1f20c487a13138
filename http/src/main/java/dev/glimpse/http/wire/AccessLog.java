package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One line a request: method, path, status, milliseconds, id, and the tokens it took; the same as
/// fields of the event, for logs of another form than text. Never a question, an answer, or
/// anything of an image. Thread-safe: it has no state.
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
        var fields = new LinkedHashMap<String, Object>();
        fields.put("method", request.getMethod());
        fields.put("path", path);
        fields.put("route", trace.route().orElse("none"));
        fields.put("status", status);
        fields.put("duration_ms", milliseconds);
        fields.put("request_id", trace.id());
        var words = new StringBuilder(" id=").append(trace.id());
        trace.span()
                .ifPresent(span -> {
                    fields.put("trace_id", span.traceId());
                    fields.put("span_id", span.spanId());
                    words.append(" trace=").append(span.traceId());
                });
        trace.key()
                .ifPresent(name -> {
                    fields.put("api_key", name);
                    words.append(" key=").append(name);
                });
        trace.usage()
                .ifPresent(usage -> {
                    var tokens = new LinkedHashMap<String, Object>();
                    tokens.put("prompt_tokens", usage.promptTokens());
                    tokens.put("image_tokens", usage.imageTokens());
                    tokens.put("completion_tokens", usage.completionTokens());
                    tokens.forEach((name, count) ->
                            words.append(' ').append(name).append('=').append(count));
                    fields.putAll(tokens);
                });
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("{} {} {} {} ms{}", request.getMethod(), path, status, milliseconds, words);
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
