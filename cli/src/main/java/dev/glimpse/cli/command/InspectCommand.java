package dev.glimpse.cli.command;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.DecoderFlags;
import dev.glimpse.cli.flag.EncoderFlags;
import dev.glimpse.cli.flag.FlagNames;
import dev.glimpse.cli.flag.PlacementFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.inspect.GgufJson;
import dev.glimpse.cli.inspect.GgufReport;
import dev.glimpse.cli.inspect.MemoryReport;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.memory.MemoryPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse inspect`: what is in a GGUF file.
@Command(
        name = "inspect",
        description = "Shows the metadata and tensors of a GGUF file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse inspect model.gguf",
            "  glimpse inspect model.gguf --json | jq '.metadata[\"general.architecture\"]'",
            "  glimpse inspect model.gguf --memory --mmproj mmproj.gguf --context 32768"
        })
public final class InspectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE.gguf", arity = "0..1", description = "The file to read.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            description = "Print one JSON object with everything, nothing shortened.")
    private boolean json;

    @Option(
            names = "--memory",
            description =
                    "Show what answering with this model would take of the memory there is, with"
                            + " the settings below, and how long a context fits.")
    private boolean memory;

    @Option(
            names = "--mmproj",
            paramLabel = "FILE",
            description = "The vision encoder that is opened beside it (--memory).")
    private @Nullable Path mmproj;

    @Mixin private final DecoderFlags decoder = new DecoderFlags();
    @Mixin private final PlacementFlags placement = new PlacementFlags();
    @Mixin private final EncoderFlags encoder = new EncoderFlags();

    @Mixin private final QuietFlag quiet = new QuietFlag();

    public InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        if (file == null) {
            throw CommandException.badInput("no file; write: glimpse inspect FILE.gguf");
        }
        if (memory) {
            new MemoryReport(surroundings.screen()).print(plan(file), json);
            return ExitCode.OK.number();
        }
        var read = GgufFile.read(file);
        if (json) {
            surroundings.screen().line(GgufJson.of(read));
        } else {
            new GgufReport(surroundings.screen()).print(read);
        }
        return ExitCode.OK.number();
    }

    private MemoryPlan plan(Path model) {
        ModelOptions options =
                mmproj == null ? ModelOptions.textOnly(model) : ModelOptions.of(model, mmproj);
        try {
            return VisionLanguageModel.plan(
                    options.withDecoder(_ -> decoder.options())
                            .withPlacement(_ -> placement.options())
                            .withVision(vision -> vision.withFidelity(encoder.fidelity())));
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }
}
