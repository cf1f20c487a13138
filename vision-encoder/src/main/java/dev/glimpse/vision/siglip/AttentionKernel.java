package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.ggml.FusedKernels;

/// How attention is computed.
enum AttentionKernel {
    /// Two matrix products of 32-bit floats with a softmax between them.
    FLOATS(16, 16),
    /// A kernel of our own for the processor: never holds all scores; with AVX-512 keys and values
    /// are rounded to 16-bit floats.
    BLOCKWISE(1, 1),
    /// One fused step that never holds all scores: on GPUs. CPUs have no quick one for SigLIP's
    /// head size of 72.
    FUSED(1, 1);

    private final int headUnit;
    private final int keysUnit;

    AttentionKernel(int headUnit, int keysUnit) {
        this.headUnit = headUnit;
        this.keysUnit = keysUnit;
    }

    /// The quickest that suits the precision of the weights on a device.
    static AttentionKernel of(Device device, WeightPrecision precision, int headSize) {
        if (device.kind() != Device.Kind.CPU) {
            return FUSED;
        }
        boolean blockwise =
                FusedKernels.haveAttention()
                        && Math.max(headSize, Projector.Resampling.HEAD_SIZE)
                                <= FusedKernels.MAX_HEAD;
        return switch (precision) {
            case FASTEST, AS_STORED, F32, F16 ->
                    blockwise && FusedKernels.haveExactAttention() ? BLOCKWISE : FLOATS;
            case BF16, Q8_0, Q4_0, PACKED -> blockwise ? BLOCKWISE : FLOATS;
        };
    }

    /// The quick kernels take queries and keys of whole multiples of this.
    int headUnit() {
        return headUnit;
    }

    /// The quick kernels take whole multiples of this many keys.
    int keysUnit() {
        return keysUnit;
    }
}
