package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.Llama;

/// Whether attention is computed without ever having the whole matrix of scores.
public enum FlashAttention {
    /// Where the device can.
    AUTO,
    ON,
    OFF;

    int nativeValue() {
        return switch (this) {
            case AUTO -> Llama.LLAMA_FLASH_ATTN_TYPE_AUTO();
            case ON -> Llama.LLAMA_FLASH_ATTN_TYPE_ENABLED();
            case OFF -> Llama.LLAMA_FLASH_ATTN_TYPE_DISABLED();
        };
    }
}
