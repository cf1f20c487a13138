package dev.glimpse.vision.fault;

/// An image file cannot be used: not an image, damaged, or beyond a limit.
public final class ImageException extends VisionException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What is wrong with the image.
    public enum Kind {
        /// It is cut off, or contradicts itself.
        DAMAGED,
        /// It is intact, and of a format or variant that is not read.
        UNSUPPORTED,
        /// It is beyond a limit.
        TOO_LARGE
    }

    public ImageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ImageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// The same with the name of the image that it is about.
    public ImageException of(String image) {
        return new ImageException(kind, image + ": " + getMessage(), this);
    }
}
