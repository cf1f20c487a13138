package dev.glimpse.runtime;

import java.util.concurrent.atomic.AtomicBoolean;

/// A flag by which a caller ends a generation early. Thread-safe; read before every step.
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /// Ends the generation before its next step. Idempotent.
    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }
}
