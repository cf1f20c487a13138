package dev.glimpse.http;

import dev.glimpse.http.access.CrossOrigin;
import dev.glimpse.http.listen.Listener;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.tracing.RequestSpans;
import dev.glimpse.http.wire.AccessLog;
import dev.glimpse.http.wire.Failures;
import dev.glimpse.http.wire.JettyErrors;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ResponseHeaders;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.RequestLog;

/// How Javalin and the Jetty under it are set up, and what holds for all routes.
final class WebSettings {
    private WebSettings() {}

    /// What requests may have, and the sockets they come by.
    static void apply(JavalinConfig config, RequestLimits limits, Listener listener) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = limits.maxBytes();
        config.jetty.threadPool = Listener.threads();
        config.jetty.modifyServer(server -> server.setErrorHandler(new JettyErrors()));
        config.jetty.modifyHttpConfiguration(Listener::configure);
        config.jetty.addConnector(listener::connector);
    }

    /// Has each request logged, counted and traced.
    static void observe(JavalinConfig config, ServerMeters meters, RequestSpans spans) {
        config.jetty.modifyServer(
                server -> server.setRequestLog(new RequestLog.Collection(new AccessLog(), meters)));
        var filter = new FilterHolder(spans);
        filter.setAsyncSupported(true);
        config.jetty.modifyServletContextHandler(
                context -> context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST)));
    }

    /// Adds what holds for all routes, and comes before the check of keys.
    static void addCommon(RoutesConfig routes, AccessOptions access) {
        routes.before(ctx -> {
            ResponseHeaders.ALL.forEach(ctx::header);
            ctx.header(RequestTrace.HEADER, RequestTrace.of(ctx.req()).id());
        });
        if (!access.corsOrigins().isEmpty()) {
            routes.before(new CrossOrigin(access.corsOrigins()));
        }
        routes.beforeMatched(ctx -> {
            Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
            if (endpoint != null) {
                RequestTrace.of(ctx.req()).route(endpoint.path);
            }
        });
        var failures = new Failures();
        routes.exception(Exception.class, failures);
        routes.exception(HttpResponseException.class, failures); // before Javalin's own
    }
}
