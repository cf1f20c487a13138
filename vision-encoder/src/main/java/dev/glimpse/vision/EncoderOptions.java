package dev.glimpse.vision;

/// How a vision encoder is opened.
///
/// @param threads threads that compute
/// @param gpu whether a GPU is used where there is one
/// @param fidelity how exactly images are encoded
/// @param pause where others may compute within a graph; encoders of our own ask it
public record EncoderOptions(int threads, boolean gpu, ImageFidelity fidelity, Pause pause) {
    public EncoderOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
    }

    /// With the usual fidelity, and graphs in one go.
    public EncoderOptions(int threads, boolean gpu) {
        this(threads, gpu, ImageFidelity.DEFAULT, Pause.NONE);
    }

    public EncoderOptions withFidelity(ImageFidelity value) {
        return new EncoderOptions(threads, gpu, value, pause);
    }

    public EncoderOptions withPause(Pause value) {
        return new EncoderOptions(threads, gpu, fidelity, value);
    }
}
