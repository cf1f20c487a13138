package dev.glimpse.runtime.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A damaged file.
final class Mutant {
    private final String description;
    private final byte[] bytes;

    /// @param description what was done, to find it again
    /// @param bytes the file; not copied
    Mutant(String description, byte[] bytes) {
        this.description = description;
        this.bytes = bytes;
    }

    String description() {
        return description;
    }

    void write(Path file) throws IOException {
        Files.write(file, bytes);
    }
}
