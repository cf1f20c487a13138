package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.gguf.TensorType;

/// What keys or values are kept as in the KV cache.
public enum KvType {
    F32(TensorType.F32),
    F16(TensorType.F16),
    /// Half of F16 and a sixteenth.
    Q8_0(TensorType.Q8_0),
    /// A quarter of F16 and a thirtysecond.
    Q4_0(TensorType.Q4_0);

    private final TensorType type;

    KvType(TensorType type) {
        this.type = type;
    }

    /// As tensors have it: its blocks, its bytes.
    public TensorType tensorType() {
        return type;
    }
}
