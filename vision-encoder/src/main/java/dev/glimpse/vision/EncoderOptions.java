package dev.glimpse.vision;

/// How a vision encoder is opened.
///
/// @param threads threads that compute
/// @param gpu whether a GPU is used where there is one
public record EncoderOptions(int threads, boolean gpu) {
    public EncoderOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
    }
}
