package dev.glimpse.bindings.llama;

/// The numbers that keys and values are kept as, and how attention computes.
///
/// @param keys what keys are kept as
/// @param values what values are kept as; where they are quantized, flash attention must be on or
///   automatic
/// @param flashAttention whether scores are ever written down
public record KvPrecision(KvType keys, KvType values, FlashAttention flashAttention) {
    /// Half precision, and flash attention where the device has it, which rounds to half as well:
    /// logits move by some thousandths of their spread. What models run with.
    public static final KvPrecision HALF =
            new KvPrecision(KvType.F16, KvType.F16, FlashAttention.AUTO);

    /// As they were computed, without flash attention: to compare with another implementation.
    public static final KvPrecision FULL =
            new KvPrecision(KvType.F32, KvType.F32, FlashAttention.OFF);

    public KvPrecision {
        if (values.tensorType().isQuantized() && flashAttention == FlashAttention.OFF) {
            throw new IllegalArgumentException(
                    "kvValues is "
                            + values
                            + ", but flash attention is off; quantized values need it: leave it"
                            + " automatic, or keep values as F16");
        }
    }
}
