package dev.glimpse.http.tracing;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.wire.RequestTrace;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// Has a span around each request: a child of the trace that its headers name (`traceparent`), or
/// of the agent's, if that has begun one for this request; then no second one of a server is made.
/// Thread-safe: its fields are immutable.
public final class RequestSpans implements Filter {
    /// Those who trace look for it under the name of this module.
    static final String SCOPE = "dev.glimpse.http";

    private static final int FIRST_SERVER_ERROR = 500;

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /// @param telemetry where spans go
    public RequestSpans(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer(SCOPE);
        TextMapPropagator configured = telemetry.getPropagators().getTextMapPropagator();
        // where nothing is set up there is none, and the log shall name callers' traces all the
        // same
        propagator =
                configured.fields().isEmpty()
                        ? W3CTraceContextPropagator.getInstance()
                        : configured;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        Span outer = Span.current();
        if (outer.getSpanContext().isValid()) {
            note(outer.getSpanContext(), http);
            chain.doFilter(request, response);
            nameByRoute(outer, http); // an agent knows servlets, but not these routes
            return;
        }
        Span span = begin(http);
        try (Scope _ = span.makeCurrent()) {
            if (span.getSpanContext().isValid()) {
                note(span.getSpanContext(), http);
            }
            chain.doFilter(request, response);
        } finally {
            end(span, http, ((HttpServletResponse) response).getStatus());
        }
    }

    private static void note(SpanContext ids, HttpServletRequest request) {
        RequestTrace.of(request).span(ids.getTraceId(), ids.getSpanId());
    }

    private static void nameByRoute(Span span, HttpServletRequest request) {
        RequestTrace.of(request)
                .route()
                .ifPresent(route -> {
                    span.updateName(request.getMethod() + " " + route);
                    span.setAttribute("http.route", route);
                });
    }

    private Span begin(HttpServletRequest request) {
        Context caller = propagator.extract(Context.root(), request, HeaderGetter.INSTANCE);
        long nanosAgo =
                System.nanoTime()
                        - ServletContextRequest.getServletContextRequest(request)
                                .getBeginNanoTime();
        long begun = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - nanosAgo;
        return tracer.spanBuilder(request.getMethod())
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(begun, TimeUnit.NANOSECONDS)
                .setAttribute("http.request.method", request.getMethod())
                .setAttribute("url.scheme", request.getScheme())
                .setAttribute("url.path", request.getRequestURI())
                .setAttribute("server.address", request.getServerName())
                .setAttribute("server.port", (long) request.getServerPort())
                .setAttribute("client.address", request.getRemoteAddr())
                .setAttribute("glimpse.request.id", RequestTrace.of(request).id())
                .startSpan();
    }

    /// @param sent the status that the client got
    private static void end(Span span, HttpServletRequest request, int sent) {
        RequestTrace trace = RequestTrace.of(request);
        int status = trace.outcome().map(ErrorType::status).orElse(sent);
        nameByRoute(span, request);
        span.setAttribute("http.response.status_code", (long) status);
        if (status >= FIRST_SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute("error.type", Integer.toString(status));
        }
        span.end();
    }
}
