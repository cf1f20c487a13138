package dev.glimpse.bindings.library;

import java.nio.file.Path;
import java.util.Optional;

/// Where this project keeps what it can make again: `GLIMPSE_CACHE`, or `glimpse` in the user's
/// cache folder as the XDG base directory specification has it.
final class CacheFolder {
    private CacheFolder() {}

    static Path locate() {
        return set("GLIMPSE_CACHE")
                .map(Path::of)
                .or(() -> set("XDG_CACHE_HOME").map(folder -> Path.of(folder, "glimpse")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "glimpse"))
                .resolve("unpacked");
    }

    private static Optional<String> set(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }
}
