package dev.glimpse.vision;

/// How closely embeddings are those of the official implementation.
///
/// @param precision of the weights
/// @param rounding of resized pixels; libmtmd has its own, but where it is given images of the one
///   size it takes
public record ImageFidelity(EncoderPrecision precision, ResizeRounding rounding) {
    /// The fastest weights, resized as by Pillow.
    public static final ImageFidelity DEFAULT =
            new ImageFidelity(EncoderPrecision.FASTEST, ResizeRounding.PILLOW);

    public ImageFidelity withPrecision(EncoderPrecision value) {
        return new ImageFidelity(value, rounding);
    }

    public ImageFidelity withRounding(ResizeRounding value) {
        return new ImageFidelity(precision, value);
    }
}
