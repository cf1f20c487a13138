package dev.glimpse.vision.siglip.bench;

import dev.glimpse.bindings.library.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What one core can do from registers alone, as `glimpse-native-peak` beside the libraries finds.
///
/// @param operations 10^9 operations a second by kind of number; none where the processor has no
///   instructions that the program knows
record MachinePeak(Map<String, Double> operations) {
    static MachinePeak measure() throws IOException {
        Path libraries = NativeLibraries.load().folder().toRealPath(); // the build links to them
        Path program = libraries.resolveSibling("bin/glimpse-native-peak");
        var found = new TreeMap<String, Double>();
        if (Files.isExecutable(program)) {
            Process process = new ProcessBuilder(program.toString()).start();
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines()
                        .map(line -> line.split(" "))
                        .forEach(pair -> found.put(pair[0], Double.valueOf(pair[1])));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new MachinePeak(Map.copyOf(found));
    }

    /// The quickest kind.
    double best() {
        return operations.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
    }

    @Override
    public String toString() {
        return new TreeMap<>(operations).toString();
    }
}
