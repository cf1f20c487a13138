package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.screen.Advance;
import dev.glimpse.cli.screen.RedrawPace;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.run.RunProgress;
import java.util.Locale;
import java.util.function.Consumer;

/// A line on a terminal that follows a run: bar, count, rate, time left, running score. Told by one
/// thread at a time.
public final class ProgressLine implements Consumer<RunProgress> {
    private final Screen screen;
    private final RedrawPace pace = new RedrawPace(System::nanoTime);

    public ProgressLine(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void accept(RunProgress progress) {
        if (pace.isDue(progress.done() == progress.total())) {
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
