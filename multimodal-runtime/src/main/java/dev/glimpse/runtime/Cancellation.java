package dev.glimpse.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// By which a caller ends a generation early. Thread-safe: one lock, under which nothing of anybody
/// else's runs.
public final class Cancellation {
    private final Object lock = new Object();
    private final Map<Object, Runnable> listeners = new LinkedHashMap<>(); // by their places
    private boolean cancelled;
    private boolean expired;

    /// Ends the generation before its next step; one that waits gives up its place at once.
    /// Idempotent.
    public void cancel() {
        List<Runnable> told;
        synchronized (lock) {
            cancelled = true;
            told = List.copyOf(listeners.values());
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }

    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /// Whether a deadline set by [#cancelAfter] passed before anything else cancelled.
    public boolean isExpired() {
        synchronized (lock) {
            return expired;
        }
    }

    /// Cancels once `time` has passed.
    ///
    /// @return closed when that shall not happen any more
    public Registration cancelAfter(Duration time) {
        CompletableFuture<@Nullable Void> timer =
                new CompletableFuture<@Nullable Void>()
                        .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> expiry = timer.thenRun(this::expire);
        return () -> {
            timer.cancel(false);
            expiry.cancel(false);
        };
    }

    private void expire() {
        synchronized (lock) {
            expired = !cancelled;
        }
        cancel();
    }

    /// Runs `listener` once when this is cancelled, on the thread that cancels, at once where it is
    /// already. It must be quick.
    ///
    /// @return closed when the listener shall not be told any more; it may be running then
    public Registration onCancel(Runnable listener) {
        var place = new Object();
        synchronized (lock) {
            if (!cancelled) {
                listeners.put(place, listener);
                return () -> forget(place);
            }
        }
        listener.run();
        return () -> {};
    }

    private void forget(Object place) {
        synchronized (lock) {
            listeners.remove(place);
        }
    }

    /// A listener's place.
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /// Takes the listener away. Idempotent.
        @Override
        void close();
    }
}
