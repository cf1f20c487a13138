package dev.glimpse.vision.siglip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Figures of a benchmark for programs, each a name with a list of numbers.
final class FiguresFile {
    private final List<String> entries = new ArrayList<>();

    void add(String name, String json) {
        entries.add("\"" + name + "\": " + json);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "{" + String.join(",\n ", entries) + "}\n");
    }
}
