package dev.glimpse.cli.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The most memory this process had resident since a moment, where Linux tells (proc(5)).
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    /// Makes `VmHWM` begin again.
    private static final String PEAK = "5";

    private PeakMemory() {}

    /// Forgets what was before.
    ///
    /// @return whether that is possible here
    public static boolean reset() {
        try {
            Files.writeString(RESET, PEAK);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Bytes, the JVM's own among them; nothing where the system does not tell.
    public static OptionalLong bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
            return OptionalLong.empty();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }
}
