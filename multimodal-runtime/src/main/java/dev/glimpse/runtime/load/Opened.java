package dev.glimpse.runtime.load;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened so far, to be closed in reverse when a later step fails. Confined to the
/// thread that opens.
final class Opened {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /// Remembers how to close what was just opened.
    void add(Runnable close) {
        closings.push(close);
    }

    void close() {
        closings.forEach(Runnable::run);
        closings.clear();
    }
}
