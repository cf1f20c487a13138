package dev.glimpse.http.access;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.RequestTrace;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Lets requests pass that carry a known key, within its limits. Runs once the route is known and
/// before its handler: a route needs a key unless it is listed as open here, so that none is open
/// by mistake.
///
/// Thread-safe: keys are immutable, their allowances have locks.
public final class KeyCheck implements Handler {
    private static final String SCHEME = "bearer ";
    private static final Set<String> OPEN_ROUTES =
            Set.of(
                    "/",
                    "/favicon.svg",
                    "/healthz",
                    "/readyz",
                    "/openapi.json",
                    "/v1/samples",
                    "/v1/samples/{name}");
    private static final List<String> OPEN_FOLDERS = List.of("/assets/", "/docs");

    private final List<Allowance> keys;
    private final boolean openMetrics;

    /// @param keys at least one
    /// @param openMetrics whether `/metrics` needs none
    public KeyCheck(List<ApiKey> keys, boolean openMetrics) {
        this.openMetrics = openMetrics;
        this.keys = keys.stream().map(key -> new Allowance(key, System::nanoTime)).toList();
    }

    @Override
    public void handle(Context ctx) {
        Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        if (endpoint != null && isOpen(endpoint.path)) {
            return;
        }
        Allowance allowance = find(ctx.header("Authorization"));
        RequestTrace.of(ctx.req()).key(allowance.key().name());
        Allowance.Place place = allowance.enter();
        Request.addCompletionListener(
                ServletContextRequest.getServletContextRequest(ctx.req()), _ -> place.close());
    }

    private boolean isOpen(String route) {
        return OPEN_ROUTES.contains(route)
                || (openMetrics && route.equals("/metrics"))
                || OPEN_FOLDERS.stream().anyMatch(route::startsWith);
    }

    private Allowance find(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw unauthorized(
                    "there is no API key; send the header Authorization: Bearer KEY, with a key of"
                            + " this server's operator");
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw unauthorized("Authorization is not of the form Bearer KEY");
        }
        byte[] digest = ApiKey.sha256(header.substring(SCHEME.length()).strip());
        Allowance found = null;
        for (Allowance each : keys) { // all of them, so that time tells nothing
            if (each.key().hasDigest(digest)) {
                found = each;
            }
        }
        if (found == null) {
            throw unauthorized("the API key is not known here; ask the operator for one");
        }
        return found;
    }

    private static RequestException unauthorized(String message) {
        return new RequestException(ErrorType.UNAUTHORIZED, message);
    }
}
