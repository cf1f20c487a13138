package dev.glimpse.runtime.fault;

/// The request cannot be answered as it stands: no question, an image for a text-only model, too
/// many images.
public final class InvalidRequestException extends ModelException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }

    public InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
