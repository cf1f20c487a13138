package dev.glimpse.http.fault;

/// The server cannot listen where it was told to, or its options name files it cannot use.
public final class ServerStartException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
