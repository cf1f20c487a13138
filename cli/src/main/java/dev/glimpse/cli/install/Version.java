package dev.glimpse.cli.install;

import dev.glimpse.bindings.fault.LibraryException;
import dev.glimpse.bindings.library.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// What is running: Glimpse, llama.cpp, Java.
public final class Version {
    private Version() {}

    /// Glimpse's own version, as the build wrote it.
    public static String glimpse() {
        var properties = new Properties();
        try (var stream = Version.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(stream, "version.properties is not packed"));
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }

    /// A line each. Loads the native libraries; a build that cannot be loaded is said to be so.
    public static String[] lines() {
        return new String[] {
            "glimpse " + glimpse(),
            "llama.cpp " + llama(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /// That of the native libraries, which are loaded for it, or why they cannot be.
    static String llama() {
        try {
            var info = NativeLibraries.load();
            return info.version() + " (" + info.commit() + ")";
        } catch (LibraryException e) {
            return "is not there: " + e.getMessage();
        }
    }
}
