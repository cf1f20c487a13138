package dev.glimpse.vision.fault;

/// The vision encoder cannot be opened, or failed on an image.
public final class EncoderException extends VisionException {
    private static final long serialVersionUID = 1L;

    public EncoderException(String message) {
        super(message);
    }

    public EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
