package dev.glimpse.cli.screen;

import java.time.Duration;
import java.util.function.LongSupplier;

/// When the line of a run's progress is drawn again: five times a second at most, but always at the
/// run's beginning and end. Told by one thread at a time.
public final class RedrawPace {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final LongSupplier clock;
    private long drawn;

    /// @param clock nanoseconds, as [System#nanoTime()]
    public RedrawPace(LongSupplier clock) {
        this.clock = clock;
        drawn = clock.getAsLong() - INTERVAL.toNanos();
    }

    /// Whether the line is to be drawn now; where it is, the next interval begins.
    ///
    /// @param end whether nothing comes after this
    public boolean isDue(boolean end) {
        long now = clock.getAsLong();
        boolean due = end || now - drawn >= INTERVAL.toNanos();
        if (due) {
            drawn = now;
        }
        return due;
    }
}
