package dev.glimpse.cli.caption;

import dev.glimpse.cli.screen.Advance;
import dev.glimpse.cli.screen.RedrawPace;
import dev.glimpse.cli.screen.Screen;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How far a run is, told to people several times a second.
public final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Screen screen;
    private final LongSupplier clock;
    private final RedrawPace pace;
    private final int total;
    private final int earlier;
    private final long start;
    private int done;
    private int failed;

    /// @param clock nanoseconds, as [System#nanoTime()]
    /// @param total images of the run
    /// @param earlier images that an earlier run did
    public Progress(Screen screen, LongSupplier clock, int total, int earlier) {
        this.screen = screen;
        this.clock = clock;
        this.pace = new RedrawPace(clock);
        this.total = total;
        this.earlier = earlier;
        start = clock.getAsLong();
        draw();
    }

    /// Counts an image.
    void count(boolean failure) {
        done++;
        failed += failure ? 1 : 0;
        draw();
    }

    private void draw() {
        if (pace.isDue(earlier + done == total)) {
            screen.progress(advance());
        }
    }

    private Advance advance() {
        double rate = done / Math.max(1e-3, seconds());
        var left =
                rate == 0
                        ? Duration.ZERO
                        : Duration.ofSeconds(Math.round((total - earlier - done) / rate));
        return new Advance(
                earlier + done, total, rate, left, failed == 0 ? "" : failed + " failed");
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
}
