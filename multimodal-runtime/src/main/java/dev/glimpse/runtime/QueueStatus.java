package dev.glimpse.runtime;

import java.time.Duration;

/// How busy a model is.
///
/// @param running requests that are answered now, at most as many as there are slots
/// @param waiting requests that wait for those
/// @param capacity requests that may be inside, running and waiting
/// @param expectedWait how long a request that comes now would wait before it is begun, by how
///   quickly requests left lately; zero where a slot is free or nothing is known yet
public record QueueStatus(int running, int waiting, int capacity, Duration expectedWait) {

    /// Whether a request that comes now would be refused.
    public boolean isFull() {
        return running + waiting >= capacity;
    }

    /// The place in the queue of a request that comes now: 1 is the next to begin.
    public int nextPosition() {
        return waiting + 1;
    }
}
