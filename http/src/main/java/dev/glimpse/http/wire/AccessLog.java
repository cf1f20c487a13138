package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line a request: method, path, status, milliseconds, id, and the tokens it took. Never a
/// question, an answer, or anything of an image. Thread-safe: it has no state.
public final class AccessLog implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.glimpse.http.requests");
    private static final int MAX_PATH = 200;

    @Override
    public void log(Request request, Response response) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        RequestTrace trace = RequestTrace.of(request);
        int status = status(request, response);
        long nanos = System.nanoTime() - request.getBeginNanoTime();
        String tokens =
                trace.usage()
                        .map(usage ->
                                " prompt_tokens="
                                        + usage.promptTokens()
                                        + " image_tokens="
                                        + usage.imageTokens()
                                        + " completion_tokens="
                                        + usage.completionTokens())
                        .orElse("");
        LOG.info(
                "{} {} {} {} ms id={}{}{}",
                request.getMethod(),
                path(request),
                status,
                String.format(
                        Locale.ROOT, "%.1f", nanos / (double) TimeUnit.MILLISECONDS.toNanos(1)),
                trace.id(),
                trace.key().map(name -> " key=" + name).orElse(""),
                tokens);
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
