package dev.glimpse.runtime.cpu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Lets one graph compute at a time where decoding and image encoding use the same cores.
///
/// ggml's threads wait for each other at every operation by spinning. Two graphs with as many
/// threads as there are cores each would therefore not halve each other's speed but stop it: a
/// spinning thread keeps the one it waits for from running. Fair: decode steps and images take
/// turns. Where a GPU computes, or there are cores for the threads of both, nobody has to wait.
///
/// A graph of an image can take seconds, in which nobody's answer would go on: between its parts it
/// [passes][#pass()] its turn. It does so once it has computed for twice as long as the others did
/// when it last waited for them, so that a decode step, which is short, keeps its pace, and the
/// image its share.
public final class ComputeTurn {
    /// Computed at least before a turn is passed.
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SHARE = 2;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final boolean shared;

    /// When the turn began; guarded by the lock, as what follows.
    private long begun;

    /// How long others computed when a turn was last passed.
    private long passedFor;

    private final LongSupplier clock;

    private ComputeTurn(boolean shared, LongSupplier clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /// For decoding and encoding on the same cores.
    public static ComputeTurn sharedCores() {
        return sharedCores(System::nanoTime);
    }

    static ComputeTurn sharedCores(LongSupplier clock) {
        return new ComputeTurn(true, clock);
    }

    /// For cores or devices of their own.
    public static ComputeTurn besideEachOther() {
        return new ComputeTurn(false, System::nanoTime);
    }

    /// Computes when it is its turn.
    public <T> T take(Supplier<T> work) {
        if (!shared) {
            return work.get();
        }
        lock.lock();
        try {
            begun = clock.getAsLong();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Lets one that waits compute first, if it is time for that; called within [#take], by the
    /// thread whose turn it is.
    public void pass() {
        if (!lock.isHeldByCurrentThread() || !lock.hasQueuedThreads()) {
            return;
        }
        long passed = clock.getAsLong();
        if (passed - begun < Math.max(LEAST_NANOS, SHARE * passedFor)) {
            return;
        }
        lock.unlock();
        lock.lock(); // behind those who wait: the lock is fair
        begun = clock.getAsLong();
        passedFor = begun - passed;
    }
}
