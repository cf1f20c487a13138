package dev.glimpse.runtime.fault;

/// A model file is missing, damaged, not supported, or does not fit the other one.
public final class ModelLoadException extends ModelException {
    private static final long serialVersionUID = 1L;

    public ModelLoadException(String message) {
        super(message);
    }

    public ModelLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
