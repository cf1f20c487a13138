package dev.glimpse.runtime.fault;

/// The native library reported an error while answering; the request is lost, the model is not.
public final class GenerationFailedException extends ModelException {
    private static final long serialVersionUID = 1L;

    public GenerationFailedException(String message) {
        super(message);
    }

    public GenerationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
