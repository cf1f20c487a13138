package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.runtime.ModelOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model answers.
public final class ModelFlags {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Decoder, a GGUF file. Without it the embedded model answers.")
    private @Nullable Path model;

    @Option(
            names = "--mmproj",
            paramLabel = "FILE",
            description =
                    "Vision encoder, a GGUF file. --model without it answers text questions only.")
    private @Nullable Path mmproj;

    @Option(
            names = "--context",
            paramLabel = "N",
            description =
                    "Context in tokens. Default: the model's own, at most "
                            + ModelOptions.MAX_AUTOMATIC_CONTEXT
                            + ".")
    private int context;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that compute. Default: one for each processor, one in all for small"
                            + " models.")
    private int threads;

    @Option(
            names = "--gpu-layers",
            paramLabel = "N",
            description = "Layers to put on a GPU; -1 is all. Default: 0.")
    private int gpuLayers;

    /// Whether the model takes no images.
    public boolean textOnly() {
        return model != null && mmproj == null;
    }

    /// The files and settings to open.
    public ModelOptions options(Installation installation) {
        try {
            return files(installation)
                    .withContextTokens(context)
                    .withThreads(threads)
                    .withGpuLayers(gpuLayers);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    private ModelOptions files(Installation installation) {
        if (model == null) {
            if (mmproj != null) {
                throw CommandException.badInput(
                        "--mmproj " + mmproj + " has no --model; give the decoder's file too");
            }
            return ModelOptions.of(installation.embeddedModel(), installation.embeddedMmproj());
        }
        return mmproj == null ? ModelOptions.textOnly(model) : ModelOptions.of(model, mmproj);
    }
}
