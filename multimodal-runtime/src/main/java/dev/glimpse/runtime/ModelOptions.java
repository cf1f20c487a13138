package dev.glimpse.runtime;

import dev.glimpse.runtime.options.DecoderOptions;
import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.runtime.options.Threads;
import dev.glimpse.runtime.options.VisionOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What to open and how.
///
/// ```java
/// var options = ModelOptions.of(model, mmproj)
///         .withContextTokens(4096)
///         .withPlacement(placement -> placement.withGpuLayers(-1).withMainGpu(1))
///         .withDecoder(decoder -> decoder.withKvTypes(KvType.Q8_0, KvType.Q8_0));
/// ```
///
/// @param model the decoder's GGUF file
/// @param mmproj the vision encoder's GGUF file; none opens the decoder for text alone
/// @param decoder how the decoder answers
/// @param vision which images are taken
/// @param placement where both are computed
/// @param concurrency how many answers are computed beside each other; the context is theirs
///   together
/// @param queueCapacity requests that may wait for the model
public record ModelOptions(
        Path model,
        Optional<Path> mmproj,
        DecoderOptions decoder,
        VisionOptions vision,
        PlacementOptions placement,
        Concurrency concurrency,
        int queueCapacity) {

    public ModelOptions {
        if (queueCapacity < 1) {
            throw new IllegalArgumentException(
                    "queueCapacity is " + queueCapacity + "; allowed: 1 or more");
        }
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
                DecoderOptions.DEFAULT,
                VisionOptions.DEFAULT,
                PlacementOptions.DEFAULT,
                Concurrency.DEFAULT,
                64);
    }

    /// The same with the decoder's settings changed.
    public ModelOptions withDecoder(UnaryOperator<DecoderOptions> change) {
        return new ModelOptions(
                model,
                mmproj,
                change.apply(decoder),
                vision,
                placement,
                concurrency,
                queueCapacity);
    }

    /// The same with the settings for images changed.
    public ModelOptions withVision(UnaryOperator<VisionOptions> change) {
        return new ModelOptions(
                model,
                mmproj,
                decoder,
                change.apply(vision),
                placement,
                concurrency,
                queueCapacity);
    }

    /// The same computed elsewhere.
    public ModelOptions withPlacement(UnaryOperator<PlacementOptions> change) {
        return new ModelOptions(
                model,
                mmproj,
                decoder,
                vision,
                change.apply(placement),
                concurrency,
                queueCapacity);
    }

    public ModelOptions withConcurrency(Concurrency value) {
        return new ModelOptions(model, mmproj, decoder, vision, placement, value, queueCapacity);
    }

    public ModelOptions withQueueCapacity(int value) {
        return new ModelOptions(model, mmproj, decoder, vision, placement, concurrency, value);
    }

    /// [DecoderOptions#contextTokens()].
    public ModelOptions withContextTokens(int value) {
        return withDecoder(options -> options.withContextTokens(value));
    }

    /// [PlacementOptions#threads()].
    public ModelOptions withThreads(int value) {
        return withPlacement(
                options -> options.withThreads(new Threads(value, options.threads().encoding())));
    }

    /// [VisionOptions#maxImages()].
    public ModelOptions withMaxImages(int value) {
        return withVision(options -> options.withMaxImages(value));
    }

    /// [VisionOptions#imageCache()].
    public ModelOptions withImageCache(ImageCacheOptions value) {
        return withVision(options -> options.withImageCache(value));
    }
}
