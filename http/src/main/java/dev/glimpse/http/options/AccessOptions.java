package dev.glimpse.http.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may ask.
///
/// @param apiKeys a file of API keys ([dev.glimpse.http.access.ApiKeyFile]); absent lets everybody
///   ask who reaches the server
/// @param corsOrigins pages of which origins may read replies, as `https://app.example`; `*` is all
///   of them
/// @param metrics who may read `/metrics`
public record AccessOptions(
        Optional<Path> apiKeys, List<String> corsOrigins, MetricsAccess metrics) {
    /// Pages of any origin.
    public static final String ANY_ORIGIN = "*";

    /// Everybody, but no pages of others.
    public static final AccessOptions OPEN =
            new AccessOptions(Optional.empty(), List.of(), MetricsAccess.KEY);

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s,]+");

    public AccessOptions {
        corsOrigins = List.copyOf(corsOrigins);
        for (String origin : corsOrigins) {
            Allowed.require(
                    origin.equals(ANY_ORIGIN) || ORIGIN.matcher(origin).matches(),
                    "corsOrigins",
                    "'" + origin + "'",
                    "origins as https://app.example or http://localhost:3000, or *");
        }
    }

    public AccessOptions withApiKeys(Path value) {
        return new AccessOptions(Optional.of(value), corsOrigins, metrics);
    }

    public AccessOptions withCorsOrigins(List<String> value) {
        return new AccessOptions(apiKeys, value, metrics);
    }

    public AccessOptions withMetrics(MetricsAccess value) {
        return new AccessOptions(apiKeys, corsOrigins, value);
    }
}
