package dev.glimpse.runtime.fault;

/// The model was closed before the answer was complete.
public final class ModelClosedException extends ModelException {
    private static final long serialVersionUID = 1L;

    public ModelClosedException(String message) {
        super(message);
    }

    public ModelClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
