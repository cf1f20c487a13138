package dev.glimpse.bindings.fault;

/// llama.cpp's native libraries cannot be found, loaded, or are not those that the bindings were
/// made for.
public final class LibraryException extends NativeException {
    private static final long serialVersionUID = 1L;

    public LibraryException(String message) {
        super(message);
    }

    public LibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
