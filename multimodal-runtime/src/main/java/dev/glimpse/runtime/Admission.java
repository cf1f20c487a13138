package dev.glimpse.runtime;

import dev.glimpse.runtime.fault.QueueFullException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many requests are inside at once: one running and so many waiting. Thread-safe.
final class Admission {
    private final Semaphore places;
    private final int capacity;

    /// @param waiting requests that may wait besides the one that runs
    Admission(int waiting) {
        capacity = waiting + 1;
        places = new Semaphore(capacity);
    }

    /// A request's place, given back by [#close()], which is idempotent.
    final class Place implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    /// Takes a place.
    ///
    /// @throws QueueFullException if there is none
    Place enter() {
        if (!places.tryAcquire()) {
            throw new QueueFullException(
                    (capacity - 1)
                            + " requests wait for the model already (ModelOptions.queueCapacity);"
                            + " try again later");
        }
        return new Place();
    }

    /// Requests inside now.
    int size() {
        return capacity - places.availablePermits();
    }
}
