package dev.glimpse.runtime;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Bounds how many pixels are in memory at once, over all requests, from an image's decoding until
/// it is encoded. First come, first served, so that small images never keep a large one waiting.
/// Thread-safe by its own lock.
final class PixelBudget {
    private final long most;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private long taken;

    /// Pixels that nobody else may have, until it is closed, once.
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    PixelBudget(long most) {
        this.most = most;
    }

    /// Waits for room.
    ///
    /// @param pixels of an image; more than there are in all count as all
    /// @return nothing if cancelled
    Optional<Share> take(long pixels, Cancellation cancellation) throws InterruptedException {
        long asked = Math.min(pixels, most);
        try (var _ = cancellation.onCancel(this::wake)) {
            if (!await(asked, cancellation)) {
                return Optional.empty();
            }
        }
        return Optional.of(() -> giveBack(asked));
    }

    private synchronized boolean await(long asked, Cancellation cancellation)
            throws InterruptedException {
        var self = new Object();
        waiting.add(self);
        try {
            while (!cancellation.isCancelled()
                    && (!waiting.element().equals(self) || taken + asked > most)) {
                wait();
            }
            if (cancellation.isCancelled()) {
                return false;
            }
            taken += asked;
            return true;
        } finally {
            waiting.remove(self);
            notifyAll();
        }
    }

    private synchronized void giveBack(long pixels) {
        taken -= pixels;
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }
}
