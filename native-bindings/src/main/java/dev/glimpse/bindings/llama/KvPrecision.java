package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.Llama;

/// The numbers that keys and values are kept as, and attention computes in.
public enum KvPrecision {
    /// Half the memory, and flash attention where the device has it, which rounds to half as well:
    /// logits move by some thousandths of their spread. What models run with.
    HALF,
    /// As they were computed, without flash attention: to compare with another implementation.
    FULL;

    int ggmlType() {
        return switch (this) {
            case HALF -> Llama.GGML_TYPE_F16();
            case FULL -> Llama.GGML_TYPE_F32();
        };
    }
}
