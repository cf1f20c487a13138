package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.runtime.Usage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/// What the log says about a request besides its first line and status. Confined to the request's
/// thread.
public final class RequestTrace {
    /// Carries the id, both ways.
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestTrace.class.getName();
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String id;
    private Optional<Usage> usage = Optional.empty();
    private Optional<ErrorType> outcome = Optional.empty();
    private Optional<String> route = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<SpanIds> span = Optional.empty();

    private RequestTrace(String id) {
        this.id = id;
    }

    /// The trace of a request; the first call makes it. The client's id is taken if it is of 1 to
    /// 64 letters, digits, dots, dashes and underscores, so that no log line can be forged by it.
    public static RequestTrace of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestTrace trace) {
            return trace;
        }
        String given = request.getHeaders().get(HEADER);
        var trace =
                new RequestTrace(
                        given != null && ACCEPTED.matcher(given).matches() ? given : newId());
        request.setAttribute(ATTRIBUTE, trace);
        return trace;
    }

    /// The trace of the request under a servlet's.
    public static RequestTrace of(HttpServletRequest request) {
        return of(ServletContextRequest.getServletContextRequest(request));
    }

    public String id() {
        return id;
    }

    /// Tokens that the request took, if it came to that.
    public Optional<Usage> usage() {
        return usage;
    }

    public void usage(Usage value) {
        usage = Optional.of(value);
    }

    /// What came of a request whose status was out when it failed.
    public Optional<ErrorType> outcome() {
        return outcome;
    }

    public void outcome(ErrorType value) {
        outcome = Optional.of(value);
    }

    /// The path of the route that answers, with its parameters' names: `/v1/models/{model}`.
    public Optional<String> route() {
        return route;
    }

    public void route(String path) {
        route = Optional.of(path);
    }

    /// The name of the API key that asks.
    public Optional<String> key() {
        return key;
    }

    public void key(String name) {
        key = Optional.of(name);
    }

    /// Where the request stands in a trace of OpenTelemetry.
    ///
    /// @param traceId 32 hexadecimal digits
    /// @param spanId 16 of them
    public record SpanIds(String traceId, String spanId) {}

    /// Its place in a trace, if it has one.
    public Optional<SpanIds> span() {
        return span;
    }

    public void span(String traceId, String spanId) {
        span = Optional.of(new SpanIds(traceId, spanId));
    }

    private static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
