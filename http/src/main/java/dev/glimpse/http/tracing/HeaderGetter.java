package dev.glimpse.http.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// A request's headers, for propagators.
enum HeaderGetter implements TextMapGetter<HttpServletRequest> {
    INSTANCE;

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String name) {
        return request == null ? null : request.getHeader(name);
    }
}
