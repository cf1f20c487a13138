package dev.glimpse.runtime.fault;

import java.time.Duration;

/// As many requests wait as are allowed to; try again later.
public final class QueueFullException extends ModelException {
    private static final long serialVersionUID = 1L;

    private final Duration expectedWait;

    /// @param expectedWait how long a request at the queue's end would wait; zero where that is not
    ///   known
    public QueueFullException(String message, Duration expectedWait) {
        super(message);
        this.expectedWait = expectedWait;
    }

    /// How long a request at the queue's end would wait; zero where that is not known.
    public Duration expectedWait() {
        return expectedWait;
    }
}
