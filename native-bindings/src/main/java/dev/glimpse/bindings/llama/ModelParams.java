package dev.glimpse.bindings.llama;

import java.util.List;
import java.util.OptionalInt;

/// How a model is loaded.
///
/// @param gpuLayers layers to put on a GPU; -1 all
/// @param devices names of the devices that layers may go to, as
///   [dev.glimpse.bindings.ggml.Device#name()] says; none given means all GPUs
/// @param mainGpu the one of those, by number, that takes all of it; without it they share layers
/// @param loading how weights come into memory
/// @param vocabularyOnly whether weights are left out
public record ModelParams(
        int gpuLayers,
        List<String> devices,
        OptionalInt mainGpu,
        Loading loading,
        boolean vocabularyOnly) {

    /// Weights on the CPU, mapped from the file.
    public static final ModelParams CPU =
            new ModelParams(0, List.of(), OptionalInt.empty(), Loading.MAPPED, false);

    /// No weights.
    public static final ModelParams VOCABULARY =
            new ModelParams(0, List.of(), OptionalInt.empty(), Loading.MAPPED, true);

    public ModelParams {
        devices = List.copyOf(devices);
    }

    /// How weights come into memory.
    ///
    /// @param mapped whether they are mapped from the file instead of read
    /// @param locked whether the system must keep them in memory
    public record Loading(boolean mapped, boolean locked) {
        /// Mapped; the system may drop pages and read them again.
        public static final Loading MAPPED = new Loading(true, false);
    }
}
