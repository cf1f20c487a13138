package dev.glimpse.vision.fault;

/// The vision encoder or the image decoder cannot be opened, or failed for no fault of the image.
public final class EncoderException extends VisionException {
    private static final long serialVersionUID = 1L;

    public EncoderException(String message) {
        super(message);
    }

    public EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
