package dev.glimpse.runtime;

import dev.glimpse.vision.image.ImageLimits;
import java.nio.file.Path;
import java.util.Optional;

/// What to open and how.
///
/// @param model the decoder's GGUF file
/// @param mmproj the vision encoder's GGUF file; none opens the decoder for text alone
/// @param contextTokens positions in the context; 0 takes the model's own, at most
///   [#MAX_AUTOMATIC_CONTEXT]
/// @param threads threads that compute; 0 takes the processors there are, for small models 1
/// @param gpuLayers layers to put on a GPU; 0 none, -1 all
/// @param queueCapacity requests that may wait for the model
/// @param maxImages images a request may have
/// @param imageLimits limits on each image
public record ModelOptions(
        Path model,
        Optional<Path> mmproj,
        int contextTokens,
        int threads,
        int gpuLayers,
        int queueCapacity,
        int maxImages,
        ImageLimits imageLimits) {

    /// Longest context taken without being asked for, in tokens.
    public static final int MAX_AUTOMATIC_CONTEXT = 8192;

    public ModelOptions {
        require(contextTokens >= 0, "contextTokens", contextTokens, "0 (the model's own) or more");
        require(threads >= 0, "threads", threads, "0 (all processors) or more");
        require(gpuLayers >= -1, "gpuLayers", gpuLayers, "-1 (all), 0 (none) or more");
        require(queueCapacity >= 1, "queueCapacity", queueCapacity, "1 or more");
        require(maxImages >= 1, "maxImages", maxImages, "1 or more");
    }

    /// A decoder with a vision encoder, with defaults for the rest.
    public static ModelOptions of(Path model, Path mmproj) {
        return new ModelOptions(model, Optional.of(mmproj), 0, 0, 0, 64, 16, ImageLimits.DEFAULT);
    }

    /// A decoder alone, with defaults for the rest.
    public static ModelOptions textOnly(Path model) {
        return new ModelOptions(model, Optional.empty(), 0, 0, 0, 64, 16, ImageLimits.DEFAULT);
    }

    public ModelOptions withContextTokens(int value) {
        return new ModelOptions(
                model, mmproj, value, threads, gpuLayers, queueCapacity, maxImages, imageLimits);
    }

    public ModelOptions withThreads(int value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                value,
                gpuLayers,
                queueCapacity,
                maxImages,
                imageLimits);
    }

    public ModelOptions withGpuLayers(int value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                value,
                queueCapacity,
                maxImages,
                imageLimits);
    }

    public ModelOptions withQueueCapacity(int value) {
        return new ModelOptions(
                model, mmproj, contextTokens, threads, gpuLayers, value, maxImages, imageLimits);
    }

    public ModelOptions withMaxImages(int value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                queueCapacity,
                value,
                imageLimits);
    }

    public ModelOptions withImageLimits(ImageLimits value) {
        return new ModelOptions(
                model, mmproj, contextTokens, threads, gpuLayers, queueCapacity, maxImages, value);
    }

    private static void require(boolean holds, String name, int found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
