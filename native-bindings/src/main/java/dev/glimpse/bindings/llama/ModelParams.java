package dev.glimpse.bindings.llama;

/// How a model is loaded.
///
/// @param gpuLayers layers to put on a GPU; -1 all
/// @param mainGpu which GPU, where the model is not split
/// @param memoryMapped whether weights are mapped from the file instead of read
/// @param vocabularyOnly whether weights are left out
public record ModelParams(
        int gpuLayers, int mainGpu, boolean memoryMapped, boolean vocabularyOnly) {

    /// Weights on the CPU, mapped from the file.
    public static final ModelParams CPU = new ModelParams(0, 0, true, false);

    public ModelParams withGpuLayers(int value) {
        return new ModelParams(value, mainGpu, memoryMapped, vocabularyOnly);
    }
}
