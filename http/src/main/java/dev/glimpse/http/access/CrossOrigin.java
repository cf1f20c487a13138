package dev.glimpse.http.access;

import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.wire.RequestTrace;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

/// Lets pages of listed origins read replies (Fetch standard, CORS protocol), and answers their
/// preflights. Credentials of browsers are never allowed: an API key is a header that a page sets.
/// Immutable.
public final class CrossOrigin implements Handler {
    private static final String PREFLIGHT_SECONDS = "600";

    private final List<String> origins;

    /// @param origins as [AccessOptions#corsOrigins()]
    public CrossOrigin(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    @Override
    public void handle(Context ctx) {
        boolean any = origins.contains(AccessOptions.ANY_ORIGIN);
        if (!any) {
            ctx.header("Vary", "Origin");
        }
        String origin = ctx.header("Origin");
        if (origin == null || !(any || origins.contains(origin))) {
            return;
        }
        ctx.header("Access-Control-Allow-Origin", any ? AccessOptions.ANY_ORIGIN : origin);
        ctx.header(
                "Access-Control-Expose-Headers",
                RequestTrace.HEADER + ", Retry-After, WWW-Authenticate");
        ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
        boolean preflight =
                ctx.req().getMethod().equals("OPTIONS")
                        && ctx.header("Access-Control-Request-Method") != null;
        if (preflight) {
            String headers = ctx.header("Access-Control-Request-Headers");
            ctx.header("Access-Control-Allow-Methods", "GET, HEAD, POST");
            ctx.header("Access-Control-Allow-Headers", headers == null ? "*" : headers);
            ctx.header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
            ctx.status(204);
            ctx.skipRemainingHandlers();
        }
    }
}
