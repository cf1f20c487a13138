package dev.glimpse.runtime;

/// How many images are in memory as pixels at once, from their decoding until they are encoded.
/// Thread-safe by its own lock.
final class DecodePermits {
    private int free;

    DecodePermits(int count) {
        free = count;
    }

    /// Waits for a permit.
    ///
    /// @return false if cancelled, without one
    synchronized boolean acquire(Cancellation cancellation) throws InterruptedException {
        try (var _ = cancellation.onCancel(this::wake)) {
            while (free == 0 && !cancellation.isCancelled()) {
                wait();
            }
        }
        if (cancellation.isCancelled()) {
            return false;
        }
        free--;
        return true;
    }

    synchronized void release() {
        free++;
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }
}
