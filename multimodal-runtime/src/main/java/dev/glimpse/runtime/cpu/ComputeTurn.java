package dev.glimpse.runtime.cpu;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one graph compute at a time where decoding and image encoding use the same cores.
///
/// ggml's threads wait for each other at every operation by spinning. Two graphs with as many
/// threads as there are cores each would therefore not halve each other's speed but stop it: a
/// spinning thread keeps the one it waits for from running. Fair: decode steps and images take
/// turns. Where a GPU computes, or there are cores for the threads of both, nobody has to wait.
public final class ComputeTurn {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final boolean shared;

    private ComputeTurn(boolean shared) {
        this.shared = shared;
    }

    /// For decoding and encoding on the same cores.
    public static ComputeTurn sharedCores() {
        return new ComputeTurn(true);
    }

    /// For cores or devices of their own.
    public static ComputeTurn besideEachOther() {
        return new ComputeTurn(false);
    }

    /// Computes when it is its turn.
    public <T> T take(Supplier<T> work) {
        if (!shared) {
            return work.get();
        }
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
