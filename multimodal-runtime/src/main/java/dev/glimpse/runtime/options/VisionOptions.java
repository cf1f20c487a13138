package dev.glimpse.runtime.options;

import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.image.ImageLimits;

/// Which images are taken, how they are encoded, and where their embeddings are kept.
///
/// @param maxImages images a request may have
/// @param maxImageTokens rows of embeddings that a request's images may take together
/// @param imageLimits limits on each image
/// @param imageCache where embeddings are kept, so that an image is encoded once
/// @param fidelity how exactly images are encoded
public record VisionOptions(
        int maxImages,
        int maxImageTokens,
        ImageLimits imageLimits,
        ImageCacheOptions imageCache,
        ImageFidelity fidelity) {

    /// 25 images of ten slices of 64 rows.
    private static final int DEFAULT_IMAGE_TOKENS = 16_000;

    /// 16 images a request.
    public static final VisionOptions DEFAULT =
            new VisionOptions(
                    16,
                    DEFAULT_IMAGE_TOKENS,
                    ImageLimits.DEFAULT,
                    ImageCacheOptions.DEFAULT,
                    ImageFidelity.DEFAULT);

    public VisionOptions {
        require("maxImages", maxImages);
        require("maxImageTokens", maxImageTokens);
    }

    public VisionOptions withMaxImages(int value) {
        return new VisionOptions(value, maxImageTokens, imageLimits, imageCache, fidelity);
    }

    public VisionOptions withMaxImageTokens(int value) {
        return new VisionOptions(maxImages, value, imageLimits, imageCache, fidelity);
    }

    public VisionOptions withImageLimits(ImageLimits value) {
        return new VisionOptions(maxImages, maxImageTokens, value, imageCache, fidelity);
    }

    public VisionOptions withImageCache(ImageCacheOptions value) {
        return new VisionOptions(maxImages, maxImageTokens, imageLimits, value, fidelity);
    }

    public VisionOptions withFidelity(ImageFidelity value) {
        return new VisionOptions(maxImages, maxImageTokens, imageLimits, imageCache, value);
    }

    private static void require(String name, int found) {
        if (found < 1) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: 1 or more");
        }
    }
}
