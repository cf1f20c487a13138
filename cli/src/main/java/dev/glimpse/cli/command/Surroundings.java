package dev.glimpse.cli.command;

import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.screen.Screen;
import java.util.Map;

/// What a command finds around it.
///
/// @param environment the process's environment variables
public record Surroundings(
        Screen screen, Installation installation, Map<String, String> environment) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
