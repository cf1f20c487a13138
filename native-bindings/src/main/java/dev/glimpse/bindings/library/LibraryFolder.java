package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the folder that holds the native libraries. The first place that names one wins, so that a
/// broken setting is reported instead of being passed over.
final class LibraryFolder {
    static final String PROPERTY = "glimpse.native.dir";
    static final String VARIABLE = "GLIMPSE_NATIVE_DIR";

    private LibraryFolder() {}

    /// @param property the value of [#PROPERTY], if set; likewise `variable`
    /// @param packed the libraries in this module's platform jar
    static Path find(
            Platform platform,
            Optional<String> property,
            Optional<String> variable,
            PackedLibraries packed) {
        var searched = new ArrayList<String>();
        Optional<Path> configured =
                configured(platform, "-D" + PROPERTY, property, searched)
                        .or(() -> configured(platform, VARIABLE, variable, searched));
        return configured
                .or(() -> packed.unpack(platform, searched))
                .orElseThrow(() -> notFound(platform, searched));
    }

    private static Optional<Path> configured(
            Platform platform, String source, Optional<String> value, List<String> searched) {
        if (value.isEmpty()) {
            searched.add(source + ": not set");
            return Optional.empty();
        }
        Path folder = path(source, value.get());
        if (!Files.isDirectory(folder)) {
            throw new LibraryException(
                    source + " is " + folder + ", which is not a folder; run `make native`");
        }
        Path llama = folder.resolve(platform.fileName("llama"));
        if (!Files.isRegularFile(llama)) {
            throw new LibraryException(
                    source
                            + " is "
                            + folder
                            + ", which has no "
                            + llama.getFileName()
                            + "; run `make native`");
        }
        return Optional.of(folder);
    }

    private static Path path(String source, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new LibraryException(source + " is no path: " + e.getMessage(), e);
        }
    }

    private static LibraryException notFound(Platform platform, List<String> searched) {
        return new LibraryException(
                "llama.cpp's native libraries for "
                        + platform.id()
                        + " were not found. Searched:\n  "
                        + String.join("\n  ", searched)
                        + "\nBuild them with `make native`, or put the platform jar on the path.");
    }
}
