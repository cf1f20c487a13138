package dev.glimpse.http.options;

import java.nio.file.Path;
import java.util.Optional;

/// Who may ask.
///
/// @param apiKeys a file of API keys ([dev.glimpse.http.access.ApiKeyFile]); absent lets everybody
///   ask who reaches the server
public record AccessOptions(Optional<Path> apiKeys) {

    /// Everybody.
    public static final AccessOptions OPEN = new AccessOptions(Optional.empty());

    public AccessOptions withApiKeys(Path value) {
        return new AccessOptions(Optional.of(value));
    }
}
