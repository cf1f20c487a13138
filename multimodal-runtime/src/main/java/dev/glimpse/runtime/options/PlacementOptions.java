package dev.glimpse.runtime.options;

import dev.glimpse.bindings.llama.ModelParams.Loading;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Where a model is computed and how it comes into memory.
///
/// @param threads threads that compute on the processor
/// @param gpuLayers layers of the decoder to put on GPUs; 0 none, -1 all. With any, the vision
///   encoder goes to the first GPU
/// @param devices names of the GPUs that layers may go to, such as `CUDA0`; none given means all
/// @param mainGpu the one of those, by number, that takes all of the layers; without it they share
/// @param loading how the decoder's weights come into memory
/// @param memoryBytes how much of the processor's memory the model may take; empty for what is free
///   when it is opened
public record PlacementOptions(
        Threads threads,
        int gpuLayers,
        List<String> devices,
        OptionalInt mainGpu,
        Loading loading,
        OptionalLong memoryBytes) {

    /// On the processor, weights mapped from their file.
    public static final PlacementOptions DEFAULT =
            new PlacementOptions(
                    Threads.AUTOMATIC,
                    0,
                    List.of(),
                    OptionalInt.empty(),
                    Loading.MAPPED,
                    OptionalLong.empty());

    public PlacementOptions {
        require(gpuLayers >= -1, "gpuLayers", gpuLayers, "-1 (all), 0 (none) or more");
        require(
                mainGpu.isEmpty() || mainGpu.getAsInt() >= 0,
                "mainGpu",
                mainGpu.orElse(0),
                "0 or more");
        if (memoryBytes.isPresent() && memoryBytes.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "memoryBytes is " + memoryBytes.getAsLong() + "; allowed: 1 or more");
        }
        devices = List.copyOf(devices);
    }

    public PlacementOptions withThreads(Threads value) {
        return new PlacementOptions(value, gpuLayers, devices, mainGpu, loading, memoryBytes);
    }

    public PlacementOptions withGpuLayers(int value) {
        return new PlacementOptions(threads, value, devices, mainGpu, loading, memoryBytes);
    }

    public PlacementOptions withDevices(List<String> value) {
        return new PlacementOptions(threads, gpuLayers, value, mainGpu, loading, memoryBytes);
    }

    public PlacementOptions withMainGpu(int value) {
        return new PlacementOptions(
                threads, gpuLayers, devices, OptionalInt.of(value), loading, memoryBytes);
    }

    public PlacementOptions withLoading(Loading value) {
        return new PlacementOptions(threads, gpuLayers, devices, mainGpu, value, memoryBytes);
    }

    public PlacementOptions withMemoryBytes(long value) {
        return new PlacementOptions(
                threads, gpuLayers, devices, mainGpu, loading, OptionalLong.of(value));
    }

    /// Whether a GPU is wanted.
    public boolean usesGpu() {
        return gpuLayers != 0;
    }

    private static void require(boolean holds, String name, int found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
