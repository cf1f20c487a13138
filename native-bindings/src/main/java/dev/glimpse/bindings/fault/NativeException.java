package dev.glimpse.bindings.fault;

/// The root of what this module throws besides [IllegalArgumentException] and
/// [IllegalStateException]. Messages say what was found, what is allowed and what to do.
public abstract sealed class NativeException extends RuntimeException
        permits GgufException, LibraryException, NativeCallException {
    private static final long serialVersionUID = 1L;

    NativeException(String message) {
        super(message);
    }

    NativeException(String message, Throwable cause) {
        super(message, cause);
    }
}
