package dev.glimpse.runtime.memory;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How much memory this process may still take, as Linux says: what is available without swapping,
/// or less where a control group limits it (version 2 or 1). Page cache that can be given up counts
/// as available.
final class MachineMemory {
    private static final Logger LOGGER = System.getLogger(MachineMemory.class.getName());

    /// Limits beyond this are how version 1 says that there is none.
    private static final long NO_LIMIT = 1L << 60;

    private final Path root;

    /// @param root where `/proc` and `/sys` are found
    MachineMemory(Path root) {
        this.root = root;
    }

    static MachineMemory ofThisMachine() {
        return new MachineMemory(Path.of("/"));
    }

    /// Bytes; nothing where the system does not say.
    OptionalLong available() {
        OptionalLong machine = field("proc/meminfo", "MemAvailable:", 1024);
        OptionalLong group =
                groupFolders().stream().map(this::leftIn).flatMapToLong(OptionalLong::stream).min();
        if (machine.isEmpty()) {
            return group;
        }
        return OptionalLong.of(Math.min(machine.getAsLong(), group.orElse(Long.MAX_VALUE)));
    }

    /// The group's own folder and those above it, each of which may have a limit; within a
    /// container only the topmost is seen.
    private List<Path> groupFolders() {
        return lines("proc/self/cgroup").stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .filter(parts ->
                        parts[1].isEmpty() || List.of(parts[1].split(",")).contains("memory"))
                .flatMap(parts -> {
                    Path mount =
                            root.resolve(
                                    parts[1].isEmpty() ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
                    Path folder = mount.resolve(parts[2].replaceFirst("^/+", "")).normalize();
                    var folders = new ArrayList<Path>();
                    while (folder != null && folder.startsWith(mount)) {
                        folders.add(folder);
                        folder = folder.getParent();
                    }
                    return folders.stream();
                })
                .toList();
    }

    private OptionalLong leftIn(Path folder) {
        boolean second = Files.exists(folder.resolve("memory.max"));
        OptionalLong limit =
                number(folder.resolve(second ? "memory.max" : "memory.limit_in_bytes"));
        OptionalLong used =
                number(folder.resolve(second ? "memory.current" : "memory.usage_in_bytes"));
        if (limit.isEmpty() || used.isEmpty() || limit.getAsLong() >= NO_LIMIT) {
            return OptionalLong.empty();
        }
        long cache =
                field(
                                root.relativize(folder.resolve("memory.stat")).toString(),
                                second ? "inactive_file " : "total_inactive_file ",
                                1)
                        .orElse(0);
        return OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong() + cache));
    }

    private OptionalLong number(Path file) {
        List<String> lines = lines(root.relativize(file).toString());
        return lines.isEmpty() ? OptionalLong.empty() : parse(lines.getFirst(), 1);
    }

    /// The number behind a word at the beginning of a line.
    private OptionalLong field(String file, String word, long unit) {
        return lines(file).stream()
                .filter(line -> line.startsWith(word))
                .findFirst()
                .map(line -> parse(line.substring(word.length()), unit))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong parse(String text, long unit) {
        String digits = text.strip().replaceFirst("\\s*kB$", "");
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(digits), unit));
        } catch (NumberFormatException | ArithmeticException _) {
            return OptionalLong.empty(); // "max": no limit
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "no limit is read from " + file, e);
            return List.of();
        }
    }
}
