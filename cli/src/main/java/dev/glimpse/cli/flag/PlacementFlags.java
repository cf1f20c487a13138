package dev.glimpse.cli.flag;

import dev.glimpse.bindings.llama.ModelParams.Loading;
import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.runtime.options.Threads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a model is computed.
public final class PlacementFlags {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that compute. Default: one for each processor, one in all for small"
                            + " models.")
    private int threads;

    @Option(
            names = "--vision-threads",
            paramLabel = "N",
            description =
                    "Threads that encode images. Where they and --threads are no more than there"
                            + " are processors, images are encoded beside answers, else in turns."
                            + " Default: as --threads.")
    private int visionThreads;

    @Option(
            names = "--gpu-layers",
            paramLabel = "N",
            description = "Layers to put on a GPU; -1 is all. Default: 0.")
    private int gpuLayers;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            split = ",",
            description = "GPUs that layers may go to, such as CUDA0. Default: all.")
    private List<String> devices = new ArrayList<>();

    @Option(
            names = "--main-gpu",
            paramLabel = "N",
            description =
                    "The one of them, by number, that takes all of the layers. Default: they share"
                            + " layers.")
    private @Nullable Integer mainGpu;

    @Option(
            names = "--no-mmap",
            description = "Read weights instead of mapping them from their file.")
    private boolean noMap;

    @Option(
            names = "--memory-limit",
            paramLabel = "MIB",
            description =
                    "Memory that the model may take; contexts are chosen to fit it. Default: what"
                            + " is free.")
    private @Nullable Long memory;

    @Option(names = "--mlock", description = "Have the system keep the weights in memory.")
    private boolean lock;

    /// The settings.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public PlacementOptions options() {
        PlacementOptions options =
                PlacementOptions.DEFAULT
                        .withThreads(new Threads(threads, visionThreads))
                        .withGpuLayers(gpuLayers)
                        .withDevices(devices)
                        .withLoading(new Loading(!noMap, lock));
        if (mainGpu != null) {
            options = options.withMainGpu(mainGpu);
        }
        return memory == null
                ? options
                : options.withMemoryBytes(ModelFlags.bytes("--memory-limit", Math.max(1, memory)));
    }
}
