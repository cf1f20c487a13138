package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Device;

/// How attention is computed.
enum AttentionKernel {
    /// Two matrix products with a softmax between them: on CPUs, whose fused kernel is slow at
    /// SigLIP's head size of 72.
    PRODUCTS,
    /// One fused step that never holds all scores: on GPUs.
    FUSED;

    static AttentionKernel of(Device device) {
        return device.kind() == Device.Kind.CPU ? PRODUCTS : FUSED;
    }
}
