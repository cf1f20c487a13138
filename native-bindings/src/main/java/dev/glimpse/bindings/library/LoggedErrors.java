package dev.glimpse.bindings.library;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What native code logs as errors on this thread between [#collect()] and [#close()]: llama.cpp
/// returns a null pointer and gives its reasons to the log alone.
public final class LoggedErrors implements AutoCloseable {
    private static final ThreadLocal<List<String>> CURRENT = new ThreadLocal<>();

    private final List<String> lines = new ArrayList<>();

    private LoggedErrors() {}

    /// Begins to collect. Not nested.
    public static LoggedErrors collect() {
        var errors = new LoggedErrors();
        CURRENT.set(errors.lines);
        return errors;
    }

    /// Called by the log on the thread that logs.
    static void add(String line) {
        List<String> lines = CURRENT.get();
        if (lines != null) {
            lines.add(line);
        }
    }

    /// The lines in one, or a hint where to look.
    public String text() {
        return lines.isEmpty()
                ? "it gave no reason; see the log of dev.glimpse.native"
                : lines.stream().distinct().collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
