package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.screen.Advance;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.run.RunProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// A line on a terminal that follows a run: bar, count, rate, time left, running score. Redrawn
/// five times a second at most. Told by one thread at a time.
public final class ProgressLine implements Consumer<RunProgress> {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Screen screen;
    private long drawn = System.nanoTime() - INTERVAL.toNanos();

    public ProgressLine(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void accept(RunProgress progress) {
        long now = System.nanoTime();
        if (now - drawn >= INTERVAL.toNanos() || progress.done() == progress.total()) {
            drawn = now;
            screen.progress(advance(progress));
        }
    }

    /// Takes the line away.
    public void end() {
        screen.endStatus();
    }

    static Advance advance(RunProgress progress) {
        String right =
                progress.done() == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.1f%% right", 100 * progress.score());
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        return new Advance(
                progress.done(),
                progress.total(),
                progress.rate(),
                progress.left(),
                right + failed);
    }
}
