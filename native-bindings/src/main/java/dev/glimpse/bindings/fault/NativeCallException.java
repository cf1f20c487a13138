package dev.glimpse.bindings.fault;

/// A native function reported failure.
public final class NativeCallException extends NativeException {
    private static final long serialVersionUID = 1L;

    public NativeCallException(String message) {
        super(message);
    }

    public NativeCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
