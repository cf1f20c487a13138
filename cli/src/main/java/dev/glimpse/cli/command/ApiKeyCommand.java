package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.http.access.ApiKey;
import dev.glimpse.http.access.ApiKeyFile;
import dev.glimpse.http.access.RequestRate;
import dev.glimpse.http.fault.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse api-key`: draws a key, adds its hash to a file, prints it once.
@Command(
        name = "api-key",
        description = {
            "Makes an API key for glimpse serve --api-keys FILE.",
            "Prints the key, which is kept nowhere; FILE gets a line with its SHA-256."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse api-key alice --file keys.txt",
            "  glimpse api-key nightly-job --file keys.txt --rate 600/h --concurrent 2"
        })
public final class ApiKeyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "NAME",
            description = "Whose it is, for the log: letters, digits, dots, dashes, underscores.")
    private String name = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "The file of keys; made where there is none.")
    private Path file = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "N/UNIT",
            description = "Requests it may ask, as 5/s, 60/min, 1000/h. Default: any.")
    private @Nullable String rate;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            description = "Requests it may have under way at once. Default: any.")
    private @Nullable Integer concurrent;

    public ApiKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        String key = ApiKey.draw();
        try {
            requireNewName();
            append(made(key).line());
        } catch (ServerStartException e) {
            throw CommandException.badInput(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CommandException.failure("cannot write " + file + ": " + e, e);
        }
        screen.line(key);
        return ExitCode.OK.number();
    }

    private ApiKey made(String key) {
        try {
            return ApiKey.of(
                    name,
                    key,
                    Optional.ofNullable(rate).map(RequestRate::parse),
                    concurrent == null ? OptionalInt.empty() : OptionalInt.of(concurrent));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(String.valueOf(e.getMessage()), e);
        }
    }

    private void requireNewName() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        if (ApiKeyFile.read(file).stream().anyMatch(other -> other.name().equals(name))) {
            throw CommandException.badInput(
                    file
                            + " has a key named "
                            + name
                            + "; choose another name, or take its line"
                            + " out");
        }
    }

    /// Adds a line, after one that has no end.
    private void append(String line) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        String start = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(
                file, start + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
