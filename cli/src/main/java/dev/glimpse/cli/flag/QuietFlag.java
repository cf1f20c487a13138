package dev.glimpse.cli.flag;

import dev.glimpse.cli.screen.Screen;
import picocli.CommandLine.Option;

/// Whether notes appear.
public final class QuietFlag {
    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and errors only: no notes, no progress.")
    private boolean quiet;

    public void apply(Screen screen) {
        if (quiet) {
            screen.silence();
        }
    }
}
