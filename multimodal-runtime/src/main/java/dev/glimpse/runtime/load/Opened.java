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

    /// Closes everything; what that throws is added to the reason, which shall reach the caller.
    void closeAfter(Throwable reason) {
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException | Error e) {
                reason.addSuppressed(e);
            }
        }
    }
}
