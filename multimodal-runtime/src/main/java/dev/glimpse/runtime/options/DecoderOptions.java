package dev.glimpse.runtime.options;

import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.KvType;
import java.util.List;

/// How the decoder answers.
///
/// @param contextTokens positions in the context, for all answers together; 0 takes what the model
///   was trained for and memory allows, at most [#MAX_AUTOMATIC_CONTEXT]
/// @param kvCache what keys and values are kept as, and whether attention is fused
/// @param adapters LoRA adapters, all of them for every answer
public record DecoderOptions(int contextTokens, KvPrecision kvCache, List<Adapter> adapters) {
    /// Longest context taken without being asked for, in tokens.
    public static final int MAX_AUTOMATIC_CONTEXT = 8192;

    /// As the model was made.
    public static final DecoderOptions DEFAULT = new DecoderOptions(0, KvPrecision.HALF, List.of());

    public DecoderOptions {
        if (contextTokens < 0) {
            throw new IllegalArgumentException(
                    "contextTokens is "
                            + contextTokens
                            + "; allowed: 0 (the model's own, as far as memory allows) or more");
        }
        adapters = List.copyOf(adapters);
    }

    public DecoderOptions withContextTokens(int value) {
        return new DecoderOptions(value, kvCache, adapters);
    }

    /// The same with keys and values kept as other types.
    ///
    /// @throws IllegalArgumentException if values are quantized and flash attention is off
    public DecoderOptions withKvTypes(KvType keys, KvType values) {
        return new DecoderOptions(
                contextTokens, new KvPrecision(keys, values, kvCache.flashAttention()), adapters);
    }

    /// The same with flash attention switched.
    ///
    /// @throws IllegalArgumentException if values are quantized and flash attention is off
    public DecoderOptions withFlashAttention(FlashAttention value) {
        return new DecoderOptions(
                contextTokens, new KvPrecision(kvCache.keys(), kvCache.values(), value), adapters);
    }

    public DecoderOptions withAdapters(List<Adapter> value) {
        return new DecoderOptions(contextTokens, kvCache, value);
    }
}
