package dev.glimpse.cli.caption;

import dev.glimpse.cli.screen.Screen;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How far a run is, told to people several times a second.
public final class Progress {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Screen screen;
    private final LongSupplier clock;
    private final int total;
    private final int earlier;
    private final long start;
    private long shown;
    private int done;
    private int failed;

    /// @param clock nanoseconds, as [System#nanoTime()]
    /// @param total images of the run
    /// @param earlier images that an earlier run did
    public Progress(Screen screen, LongSupplier clock, int total, int earlier) {
        this.screen = screen;
        this.clock = clock;
        this.total = total;
        this.earlier = earlier;
        start = clock.getAsLong();
        shown = start - PAUSE.toNanos();
    }

    /// Counts an image.
    void count(boolean failure) {
        done++;
        failed += failure ? 1 : 0;
        long now = clock.getAsLong();
        if (now - shown >= PAUSE.toNanos()) {
            shown = now;
            screen.status(line());
        }
    }

    /// Such as `[1200 of 100000] 3.1/s, 8 h 51 min left, 2 failed`.
    private String line() {
        double rate = done / Math.max(1e-3, seconds());
        return String.format(
                Locale.ROOT,
                "[%d of %d] %.1f/s, %s left, %d failed",
                earlier + done,
                total,
                rate,
                words(Duration.ofSeconds(Math.round((total - earlier - done) / rate))),
                failed);
    }

    /// Images done.
    int done() {
        return done;
    }

    /// Those of them that failed.
    int failed() {
        return failed;
    }

    /// Since the start.
    double seconds() {
        return (clock.getAsLong() - start) / NANOS_PER_SECOND;
    }

    /// A duration as `8 h 51 min`, `4 min 10 s` or `12 s`.
    static String words(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
