package dev.glimpse.cli.process;

import dev.glimpse.cli.Glimpse;
import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.process.GlimpseProcess.Outcome;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs a command within this process, all but its first lines: many times quicker than
/// [GlimpseProcess], for what does not hang on the process.
final class GlimpseInside {
    private final Path folder;
    private byte[] input = new byte[0];

    private GlimpseInside(Path folder) {
        this.folder = folder;
    }

    /// @param folder where files lie that arguments name
    static GlimpseInside in(Path folder) {
        return new GlimpseInside(folder);
    }

    GlimpseInside input(String value) {
        input = value.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /// Runs to the end. Arguments that are names of files, which have a dot and an ending or are a
    /// folder's, become paths: there is no working folder here.
    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var streams =
                new Streams(
                        new ByteArrayInputStream(input), printing(out), printing(err), Set.of());
        Map<String, String> environment = Map.of();
        var surroundings =
                new Surroundings(
                        Screen.of(streams, environment),
                        new Installation(Optional.of(GlimpseProcess.dist())),
                        environment);
        int code =
                Glimpse.run(
                        surroundings,
                        Arrays.stream(arguments).map(this::path).toArray(String[]::new));
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String path(String argument) {
        boolean names = argument.matches("[\\w/]+\\.(png|txt|json|gbnf|gguf)");
        return names || argument.equals("folder") || argument.equals("photos")
                ? folder.resolve(argument).toString()
                : argument;
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
