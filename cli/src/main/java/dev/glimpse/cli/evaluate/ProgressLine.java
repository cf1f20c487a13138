package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.run.RunProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// A line on a terminal that follows a run: bar, count, rate, time left, running score. Redrawn
/// five times a second at most. Told by one thread at a time.
public final class ProgressLine implements Consumer<RunProgress> {
    private static final int WIDTH = 24;
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
            screen.status(text(progress));
        }
    }

    /// Takes the line away.
    public void end() {
        screen.endStatus();
    }

    static String text(RunProgress progress) {
        int full = WIDTH * progress.done() / Math.max(1, progress.total());
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d, %.2f/s, %s left, %.1f%% right%s",
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                progress.done(),
                progress.total(),
                progress.rate(),
                clock(progress.left()),
                100 * progress.score(),
                failed);
    }

    private static String clock(Duration time) {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart());
    }
}
