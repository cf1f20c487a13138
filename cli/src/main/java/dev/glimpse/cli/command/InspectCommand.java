package dev.glimpse.cli.command;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.inspect.GgufJson;
import dev.glimpse.cli.inspect.GgufReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse inspect`: what is in a GGUF file.
@Command(
        name = "inspect",
        description = "Shows the metadata and tensors of a GGUF file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse inspect model.gguf",
            "  glimpse inspect model.gguf --json | jq '.metadata[\"general.architecture\"]'"
        })
public final class InspectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE.gguf", arity = "0..1", description = "The file to read.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            description = "Print one JSON object with everything, nothing shortened.")
    private boolean json;

    public InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw CommandException.badInput("no file; write: glimpse inspect FILE.gguf");
        }
        var read = GgufFile.read(file);
        if (json) {
            surroundings.screen().line(GgufJson.of(read));
        } else {
            new GgufReport(surroundings.screen()).print(read);
        }
        return ExitCode.OK.number();
    }
}
