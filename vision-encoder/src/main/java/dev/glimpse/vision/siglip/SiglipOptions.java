package dev.glimpse.vision.siglip;

import dev.glimpse.vision.EncoderOptions;

/// How a [SiglipVisionEncoder] is opened.
///
/// @param threads threads that compute, on the processor
/// @param gpu whether a GPU is used where there is one
/// @param precision how matrices are kept in memory
/// @param scratchBytes memory for what is computed between pixels and embeddings; bounds how many
///   slices go through one graph. One slice goes through in any case
public record SiglipOptions(
        int threads, boolean gpu, WeightPrecision precision, long scratchBytes) {
    /// Enough for ten slices of 1,024 patches in a 1152-wide encoder on a processor.
    public static final long DEFAULT_SCRATCH_BYTES = 1L << 30;

    public SiglipOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
        if (scratchBytes < 1) {
            throw new IllegalArgumentException(
                    "scratchBytes is " + scratchBytes + "; allowed: 1 or more");
        }
    }

    /// The defaults for what every encoder is told.
    public static SiglipOptions of(EncoderOptions options) {
        return new SiglipOptions(
                options.threads(), options.gpu(), WeightPrecision.Q8_0, DEFAULT_SCRATCH_BYTES);
    }

    /// The same with another precision.
    public SiglipOptions withPrecision(WeightPrecision other) {
        return new SiglipOptions(threads, gpu, other, scratchBytes);
    }

    /// The same with another limit of scratch memory.
    public SiglipOptions withScratchBytes(long bytes) {
        return new SiglipOptions(threads, gpu, precision, bytes);
    }
}
