package dev.glimpse.vision.siglip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The largest resident memory of this process since a moment; on Linux only, elsewhere 0.
final class PeakMemory {
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /// Begins anew.
    static void reset() throws IOException {
        if (Files.exists(CLEAR)) {
            Files.writeString(CLEAR, "5");
        }
    }

    /// The largest since [#reset].
    static long mebibytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
