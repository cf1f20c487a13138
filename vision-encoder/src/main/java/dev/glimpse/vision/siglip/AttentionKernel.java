package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.gguf.TensorType;

/// How attention is computed.
enum AttentionKernel {
    /// Two matrix products of 32-bit floats with a softmax between them.
    FLOATS(16, 16),
    /// The same with keys and values rounded to 16-bit floats, which processors that have
    /// instructions for them multiply more than twice as fast.
    SHORT_FLOATS(32, 32),
    /// One fused step that never holds all scores: on GPUs. CPUs have no quick one for SigLIP's
    /// head size of 72.
    FUSED(1, 1);

    private final int headUnit;
    private final int keysUnit;

    AttentionKernel(int headUnit, int keysUnit) {
        this.headUnit = headUnit;
        this.keysUnit = keysUnit;
    }

    static AttentionKernel of(Device device, WeightPrecision precision) {
        if (device.kind() != Device.Kind.CPU) {
            return FUSED;
        }
        return switch (precision.on(device)) {
            case FASTEST, AS_STORED, F32, F16 -> FLOATS;
            case BF16, Q8_0, Q4_0 -> device.multipliesShortFloats() ? SHORT_FLOATS : FLOATS;
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

    /// What keys and values are multiplied as.
    TensorType type() {
        return switch (this) {
            case FLOATS -> TensorType.F32;
            case SHORT_FLOATS -> TensorType.BF16;
            case FUSED -> TensorType.F16;
        };
    }
}
