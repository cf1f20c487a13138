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
/// @param maxImageTokens rows of embeddings that a request's images may take together
/// @param imageLimits limits on each image
/// @param imageCache where embeddings are kept, so that an image is encoded once
/// @param concurrency how many answers are computed beside each other; the context is theirs
///   together
public record ModelOptions(
        Path model,
        Optional<Path> mmproj,
        int contextTokens,
        int threads,
        int gpuLayers,
        int queueCapacity,
        int maxImages,
        int maxImageTokens,
        ImageLimits imageLimits,
        ImageCacheOptions imageCache,
        Concurrency concurrency) {

    /// Longest context taken without being asked for, in tokens.
    public static final int MAX_AUTOMATIC_CONTEXT = 8192;

    /// 25 images of ten slices of 64 rows.
    private static final int DEFAULT_IMAGE_TOKENS = 16_000;

    public ModelOptions {
        require(contextTokens >= 0, "contextTokens", contextTokens, "0 (the model's own) or more");
        require(threads >= 0, "threads", threads, "0 (all processors) or more");
        require(gpuLayers >= -1, "gpuLayers", gpuLayers, "-1 (all), 0 (none) or more");
        require(queueCapacity >= 1, "queueCapacity", queueCapacity, "1 or more");
        require(maxImages >= 1, "maxImages", maxImages, "1 or more");
        require(maxImageTokens >= 1, "maxImageTokens", maxImageTokens, "1 or more");
    }

    /// A decoder with a vision encoder, with defaults for the rest.
    public static ModelOptions of(Path model, Path mmproj) {
        return of(model, Optional.of(mmproj));
    }

    /// A decoder alone, with defaults for the rest.
    public static ModelOptions textOnly(Path model) {
        return of(model, Optional.empty());
    }

    private static ModelOptions of(Path model, Optional<Path> mmproj) {
        return new ModelOptions(
                model,
                mmproj,
                0,
                0,
                0,
                64,
                16,
                DEFAULT_IMAGE_TOKENS,
                ImageLimits.DEFAULT,
                ImageCacheOptions.DEFAULT,
                Concurrency.DEFAULT);
    }

    public ModelOptions withContextTokens(int value) {
        return new ModelOptions(
                model,
                mmproj,
                value,
                threads,
                gpuLayers,
                queueCapacity,
                maxImages,
                maxImageTokens,
                imageLimits,
                imageCache,
                concurrency);
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
                maxImageTokens,
                imageLimits,
                imageCache,
                concurrency);
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
                maxImageTokens,
                imageLimits,
                imageCache,
                concurrency);
    }

    public ModelOptions withQueueCapacity(int value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                value,
                maxImages,
                maxImageTokens,
                imageLimits,
                imageCache,
                concurrency);
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
                maxImageTokens,
                imageLimits,
                imageCache,
                concurrency);
    }

    public ModelOptions withMaxImageTokens(int value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                queueCapacity,
                maxImages,
                value,
                imageLimits,
                imageCache,
                concurrency);
    }

    public ModelOptions withImageLimits(ImageLimits value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                queueCapacity,
                maxImages,
                maxImageTokens,
                value,
                imageCache,
                concurrency);
    }

    public ModelOptions withImageCache(ImageCacheOptions value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                queueCapacity,
                maxImages,
                maxImageTokens,
                imageLimits,
                value,
                concurrency);
    }

    public ModelOptions withConcurrency(Concurrency value) {
        return new ModelOptions(
                model,
                mmproj,
                contextTokens,
                threads,
                gpuLayers,
                queueCapacity,
                maxImages,
                maxImageTokens,
                imageLimits,
                imageCache,
                value);
    }

    private static void require(boolean holds, String name, int found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
