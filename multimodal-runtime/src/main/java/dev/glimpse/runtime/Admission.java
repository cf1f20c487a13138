package dev.glimpse.runtime;

import dev.glimpse.runtime.fault.QueueFullException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// How many requests are inside at once: one in each slot and so many waiting. Thread-safe by its
/// own lock.
final class Admission {
    private final int waiting;
    private final int slots;
    private final LongSupplier nanoTime;
    private final Departures departures = new Departures();
    private int inside;

    /// @param waiting requests that may wait besides those in the slots
    /// @param slots how many are answered at once
    Admission(int waiting, int slots) {
        this(waiting, slots, System::nanoTime);
    }

    /// @param nanoTime as [System#nanoTime()]
    Admission(int waiting, int slots, LongSupplier nanoTime) {
        this.waiting = waiting;
        this.slots = slots;
        this.nanoTime = nanoTime;
    }

    /// A request's place, given back by [#close()], which is idempotent.
    final class Place implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                leave();
            }
        }
    }

    /// Takes a place.
    ///
    /// @throws QueueFullException if there is none
    synchronized Place enter() {
        if (inside >= capacity()) {
            Duration wait = status().expectedWait();
            throw new QueueFullException(
                    waiting
                            + " requests wait for the model already (ModelOptions.queueCapacity),"
                            + " for about "
                            + Math.max(1, wait.toSeconds())
                            + " s; try again later",
                    wait);
        }
        if (inside == 0) {
            departures.busySince(nanoTime.getAsLong());
        }
        inside++;
        return new Place();
    }

    private synchronized void leave() {
        inside--;
        departures.left(nanoTime.getAsLong());
    }

    /// Requests inside now.
    synchronized int size() {
        return inside;
    }

    /// How busy it is.
    synchronized QueueStatus status() {
        int running = Math.min(inside, slots);
        int toLeave = Math.max(0, inside - slots + 1);
        return new QueueStatus(
                running, inside - running, capacity(), departures.untilLeft(toLeave));
    }

    private int capacity() {
        return (int) Math.min(Integer.MAX_VALUE, (long) waiting + slots);
    }
}
