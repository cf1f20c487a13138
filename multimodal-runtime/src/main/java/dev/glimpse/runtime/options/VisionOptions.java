package dev.glimpse.runtime.options;

import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.image.ImageLimits;

/// Which images are taken, how they are encoded, and where their embeddings are kept.
///
/// @param maxImages images a request may have
/// @param maxFrames frames that a request's videos may have together
/// @param maxImageTokens rows of embeddings that a request's images and frames may take together
/// @param imageLimits limits on each image
/// @param imageCache where embeddings are kept, so that an image is encoded once
/// @param fidelity how exactly images are encoded
public record VisionOptions(
        int maxImages,
        int maxFrames,
        int maxImageTokens,
        ImageLimits imageLimits,
        ImageCacheOptions imageCache,
        ImageFidelity fidelity) {

    /// 25 images of ten slices of 64 rows.
    private static final int DEFAULT_IMAGE_TOKENS = 16_000;

    /// As many as the official code samples of a video (`MAX_NUM_FRAMES`).
    private static final int DEFAULT_FRAMES = 64;

    /// 16 images and 64 frames a request.
    public static final VisionOptions DEFAULT =
            new VisionOptions(
                    16,
                    DEFAULT_FRAMES,
                    DEFAULT_IMAGE_TOKENS,
                    ImageLimits.DEFAULT,
                    ImageCacheOptions.DEFAULT,
                    ImageFidelity.DEFAULT);

    public VisionOptions {
        require("maxImages", maxImages);
        require("maxFrames", maxFrames);
        require("maxImageTokens", maxImageTokens);
    }

    public VisionOptions withMaxImages(int value) {
        return new VisionOptions(
                value, maxFrames, maxImageTokens, imageLimits, imageCache, fidelity);
    }

    public VisionOptions withMaxFrames(int value) {
        return new VisionOptions(
                maxImages, value, maxImageTokens, imageLimits, imageCache, fidelity);
    }

    public VisionOptions withMaxImageTokens(int value) {
        return new VisionOptions(maxImages, maxFrames, value, imageLimits, imageCache, fidelity);
    }

    public VisionOptions withImageLimits(ImageLimits value) {
        return new VisionOptions(maxImages, maxFrames, maxImageTokens, value, imageCache, fidelity);
    }

    public VisionOptions withImageCache(ImageCacheOptions value) {
        return new VisionOptions(
                maxImages, maxFrames, maxImageTokens, imageLimits, value, fidelity);
    }

    public VisionOptions withFidelity(ImageFidelity value) {
        return new VisionOptions(
                maxImages, maxFrames, maxImageTokens, imageLimits, imageCache, value);
    }

    private static void require(String name, int found) {
        if (found < 1) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: 1 or more");
        }
    }
}
