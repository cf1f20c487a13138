package dev.glimpse.bindings.testing;

import java.nio.file.Path;

/// Where tests find the embedded model and other files of the project.
public final class EmbeddedModel {
    private EmbeddedModel() {}

    /// The project's root folder.
    public static Path projectRoot() {
        return Path.of(System.getProperty("glimpse.project.root"));
    }

    /// The decoder.
    public static Path text() {
        return projectRoot().resolve("samples/models/tiny/glimpse-tiny.gguf");
    }

    /// The vision encoder.
    public static Path mmproj() {
        return projectRoot().resolve("samples/models/tiny/mmproj-glimpse-tiny.gguf");
    }
}
