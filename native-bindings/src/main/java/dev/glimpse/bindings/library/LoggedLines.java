package dev.glimpse.bindings.library;

import java.util.ArrayList;
import java.util.List;

/// Everything that native code logs on this thread between [#collect()] and [#close()], at any
/// level: llama.cpp tells the sizes of what it allocates to the log alone.
public final class LoggedLines implements AutoCloseable {
    private static final ThreadLocal<List<String>> CURRENT = new ThreadLocal<>();

    private final List<String> lines = new ArrayList<>();

    private LoggedLines() {}

    /// Begins to collect. Not nested.
    public static LoggedLines collect() {
        var collected = new LoggedLines();
        CURRENT.set(collected.lines);
        return collected;
    }

    /// Called by the log on the thread that logs.
    static void add(String line) {
        List<String> lines = CURRENT.get();
        if (lines != null) {
            lines.add(line);
        }
    }

    /// The lines so far.
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
