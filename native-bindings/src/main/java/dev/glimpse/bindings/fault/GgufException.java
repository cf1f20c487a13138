package dev.glimpse.bindings.fault;

/// A GGUF file cannot be read, or holds something else than expected.
public final class GgufException extends NativeException {
    private static final long serialVersionUID = 1L;

    public GgufException(String message) {
        super(message);
    }

    public GgufException(String message, Throwable cause) {
        super(message, cause);
    }
}
