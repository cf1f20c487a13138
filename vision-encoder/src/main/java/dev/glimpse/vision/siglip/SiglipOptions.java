package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.Pause;
import dev.glimpse.vision.ResizeRounding;
import java.util.OptionalLong;

/// How a [SiglipVisionEncoder] is opened.
///
/// @param threads threads that compute, on the processor
/// @param gpu whether a GPU is used where there is one
/// @param precision how matrices are kept in memory
/// @param rounding of resized pixels
/// @param scratchBytes memory for what is computed between pixels and embeddings; bounds how many
///   slices go through one graph, one in any case. Empty for what suits the device
/// @param pause where others may compute within a graph
public record SiglipOptions(
        int threads,
        boolean gpu,
        WeightPrecision precision,
        ResizeRounding rounding,
        OptionalLong scratchBytes,
        Pause pause) {
    /// On a processor: about what its caches hold. One slice keeps its threads busy, and more of
    /// them only push each other's numbers out.
    private static final long PROCESSOR_SCRATCH_BYTES = 64L << 20;

    /// On a GPU: as many slices together as an image has.
    private static final long GPU_SCRATCH_BYTES = 1L << 30;

    public SiglipOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
        if (scratchBytes.isPresent() && scratchBytes.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "scratchBytes is " + scratchBytes.getAsLong() + "; allowed: 1 or more");
        }
    }

    /// What every encoder is told, with defaults for the rest.
    public static SiglipOptions of(EncoderOptions options) {
        WeightPrecision precision =
                switch (options.fidelity().precision()) {
                    case FASTEST -> WeightPrecision.FASTEST;
                    case AS_STORED -> WeightPrecision.AS_STORED;
                };
        return new SiglipOptions(
                options.threads(),
                options.gpu(),
                precision,
                options.fidelity().rounding(),
                OptionalLong.empty(),
                options.pause());
    }

    /// The same with another precision.
    public SiglipOptions withPrecision(WeightPrecision other) {
        return new SiglipOptions(threads, gpu, other, rounding, scratchBytes, pause);
    }

    /// The same with another limit of scratch memory.
    public SiglipOptions withScratchBytes(long bytes) {
        return new SiglipOptions(threads, gpu, precision, rounding, OptionalLong.of(bytes), pause);
    }

    /// The limit of scratch memory on a device.
    long scratchBytes(Device device) {
        return scratchBytes.orElse(
                device.kind() == Device.Kind.CPU ? PROCESSOR_SCRATCH_BYTES : GPU_SCRATCH_BYTES);
    }
}
