package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.vision.fault.EncoderException;

/// How matrices are kept in memory. Those that the file has quantized stay as they are, but for
/// [#PACKED]; small weights (norms, biases, patches, queries) are floats in any case.
public enum WeightPrecision {
    /// What the device multiplies fastest without being visibly less exact: [#PACKED] on processors
    /// that kernels of our own are for, whatever the file holds, unless the encoder is so small
    /// that it takes milliseconds in any precision; else 8 bits where the device rearranges them
    /// for its own instructions (AMX, dot products of ARM), 16-bit floats where it has instructions
    /// for those, else 8 bits.
    FASTEST,
    /// As in the file.
    AS_STORED,
    /// 32-bit floats: for comparing.
    F32,
    /// 16-bit floats.
    F16,
    /// 16-bit floats with the range of 32-bit ones.
    BF16,
    /// 8 bits with a scale for each 32 numbers, at a cosine of 0.999 and better to the floats.
    Q8_0,
    /// 4 bits with a scale for each 32 numbers: smallest, and visibly less exact.
    Q4_0,
    /// Packed for [kernels of our own][dev.glimpse.bindings.ggml.FusedKernels], with a scale for
    /// each 128 numbers: on processors that have them, also for matrices that the file has
    /// quantized. With AVX-512 VNNI 8 bits, at errors a third larger than those of [#Q8_0], with
    /// outliers up to twice as large; with AVX2 12 bits, as exact as [#F16].
    PACKED;

    /// Weights from which on an encoder is worth less exact ones. SigLIP-so400m has 411 million;
    /// those who have a tenth of this answer worse for a gain that nobody sees.
    private static final long LARGE = 50_000_000;

    /// What [#FASTEST] is on a device; others are themselves.
    ///
    /// @throws EncoderException if the device has no kernels for it
    WeightPrecision on(Device device, VitConfig vit) {
        boolean packs = device.kind() == Device.Kind.CPU && FusedKernels.haveLinear();
        if (this == PACKED && !packs) {
            throw new EncoderException(
                    "the precision PACKED has no kernels on "
                            + device
                            + "; FASTEST chooses one that has");
        }
        if (this != FASTEST) {
            return this;
        }
        if (device.kind() != Device.Kind.CPU) {
            return F16;
        }
        if (packs && vit.weights() >= LARGE) {
            return PACKED;
        }
        boolean rearranged =
                device.extraBufferTypes().stream()
                        .anyMatch(memory -> memory.takesWeight(TensorType.Q8_0, 1024, 1024));
        return !rearranged && device.multipliesShortFloats() ? BF16 : Q8_0;
    }

    /// The type for a matrix that the file stores as `stored`.
    TensorType of(TensorType stored) {
        if (stored.isQuantized()) {
            return stored;
        }
        return switch (this) {
            case FASTEST, AS_STORED, PACKED -> stored;
            case F32 -> TensorType.F32;
            case F16 -> TensorType.F16;
            case BF16 -> TensorType.BF16;
            case Q8_0 -> TensorType.Q8_0;
            case Q4_0 -> TensorType.Q4_0;
        };
    }
}
