package dev.glimpse.runtime;

import java.time.Duration;

/// How quickly requests leave while there are any: a mean of the time between two that gives the
/// last one an eighth of the weight. Confined to whoever guards it.
final class Departures {
    private static final int WEIGHT = 8;

    private double meanNanos;
    private boolean known;
    private long since;

    /// Notes that a request came to an idle model.
    void busySince(long nanoTime) {
        since = nanoTime;
    }

    /// Notes that a request left.
    void left(long nanoTime) {
        double gap = nanoTime - since;
        meanNanos = known ? meanNanos + (gap - meanNanos) / WEIGHT : gap;
        known = true;
        since = nanoTime;
    }

    /// The time until so many have left; zero while none has.
    Duration untilLeft(int requests) {
        return Duration.ofNanos((long) (meanNanos * requests));
    }
}
