package dev.glimpse.vision;

/// How a vision encoder is opened.
///
/// @param threads threads that compute
/// @param gpu whether a GPU is used where there is one
/// @param fidelity how exactly images are encoded
public record EncoderOptions(int threads, boolean gpu, ImageFidelity fidelity) {
    public EncoderOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
    }

    /// With the usual fidelity.
    public EncoderOptions(int threads, boolean gpu) {
        this(threads, gpu, ImageFidelity.DEFAULT);
    }

    public EncoderOptions withFidelity(ImageFidelity value) {
        return new EncoderOptions(threads, gpu, value);
    }
}
