package dev.glimpse.cli;

import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Streams;

/// The process's entrance.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var environment = System.getenv();
        var screen = Screen.of(Streams.ofProcess(), environment);
        var surroundings = new Surroundings(screen, Installation.ofProcess(), environment);
        System.exit(Glimpse.run(surroundings, arguments));
    }
}
