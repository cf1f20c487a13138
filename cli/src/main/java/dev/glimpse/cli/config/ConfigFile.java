package dev.glimpse.cli.config;

import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// A file of settings in Java's properties format: `port = 9000`, comments with `#`.
///
/// @param path empty where there is no file
public record ConfigFile(Optional<Path> path, Map<String, String> values) {
    static final ConfigFile NONE = new ConfigFile(Optional.empty(), Map.of());

    public ConfigFile {
        values = Map.copyOf(values);
    }

    /// Reads a file.
    ///
    /// @throws CommandException if it cannot be read, or has a name twice
    static ConfigFile read(Path path) {
        var values = new LinkedHashMap<String, String>();
        var properties = new Unique(path, values);
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.badInput("cannot read the settings at " + path + ": " + e, e);
        }
        return new ConfigFile(Optional.of(path), values);
    }

    /// Hands its entries on, and refuses those that come again.
    private static final class Unique extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Path path;
        private final transient Map<String, String> values;

        Unique(Path path, Map<String, String> values) {
            this.path = path;
            this.values = values;
        }

        @Override
        public synchronized Object put(Object name, Object value) {
            if (values.put((String) name, ((String) value).strip()) != null) {
                throw CommandException.badInput(path + " has " + name + " twice; keep one of them");
            }
            return value;
        }

        @Override
        public synchronized boolean equals(Object other) {
            return this == other;
        }

        @Override
        public synchronized int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
