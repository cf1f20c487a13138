package dev.glimpse.vision.fault;

/// An image file cannot be used: not an image, damaged, or beyond a limit.
public final class ImageException extends VisionException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
