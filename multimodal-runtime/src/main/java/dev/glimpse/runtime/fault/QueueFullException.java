package dev.glimpse.runtime.fault;

/// As many requests wait as are allowed to; try again later.
public final class QueueFullException extends ModelException {
    private static final long serialVersionUID = 1L;

    public QueueFullException(String message) {
        super(message);
    }

    public QueueFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
