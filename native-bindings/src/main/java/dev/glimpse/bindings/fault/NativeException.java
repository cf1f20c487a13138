package dev.glimpse.bindings.fault;

/// The root of what this module throws besides [IllegalArgumentException] and
/// [IllegalStateException]. Messages say what was found, what is allowed and what to do.
public abstract sealed class NativeException extends RuntimeException
        permits GgufException, LibraryException, NativeCallException {
    private static final long serialVersionUID = 1L;

    private final String text;

    NativeException(String message) {
        super(message);
        text = message;
    }

    NativeException(String message, Throwable cause) {
        super(message, cause);
        text = message;
    }

    /// What was found, what is allowed and what to do.
    @Override
    public String getMessage() {
        return text;
    }
}
