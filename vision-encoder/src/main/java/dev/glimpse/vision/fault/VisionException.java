package dev.glimpse.vision.fault;

/// The root of what this module throws besides [IllegalArgumentException]. Messages say what was
/// found, what is allowed and what to do, and are fit to show to a user.
public abstract sealed class VisionException extends RuntimeException
        permits ImageException, EncoderException {
    private static final long serialVersionUID = 1L;

    private final String text;

    VisionException(String message) {
        super(message);
        text = message;
    }

    VisionException(String message, Throwable cause) {
        super(message, cause);
        text = message;
    }

    /// What was found, what is allowed and what to do.
    @Override
    public String getMessage() {
        return text;
    }
}
