package dev.glimpse.http.wire;

import java.util.Map;

/// Headers of every response. Other origins may neither read nor frame anything; the page loads
/// nothing from elsewhere.
public final class ResponseHeaders {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' blob: data:; media-src blob:; object-src 'none';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// Name to value.
    public static final Map<String, String> ALL =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "Content-Security-Policy", CONTENT_SECURITY_POLICY,
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cache-Control", "no-store");

    private ResponseHeaders() {}
}
