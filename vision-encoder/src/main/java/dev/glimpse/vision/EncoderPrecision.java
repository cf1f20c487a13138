package dev.glimpse.vision;

/// With which weights a vision encoder computes. Those of libmtmd are as stored in any case.
public enum EncoderPrecision {
    /// Weights are rounded while they are loaded to what the device multiplies quickest: 8 bits on
    /// most processors, 16 on a GPU. Embeddings have a cosine of 0.999 and better to those
    /// [#AS_STORED].
    FASTEST,
    /// The weights that the file has, bit for bit.
    AS_STORED
}
