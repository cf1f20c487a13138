package dev.glimpse.http.fault;

/// The root of what this module throws besides [IllegalArgumentException]. Messages say what was
/// found, what is allowed and what to do, and are fit to show to a user.
public abstract sealed class ServiceException extends RuntimeException
        permits RequestException, ServerStartException {
    private static final long serialVersionUID = 1L;

    ServiceException(String message) {
        super(message);
    }

    ServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
