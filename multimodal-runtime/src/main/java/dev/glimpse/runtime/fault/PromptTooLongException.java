package dev.glimpse.runtime.fault;

/// The prompt does not fit the context.
public final class PromptTooLongException extends ModelException {
    private static final long serialVersionUID = 1L;

    public PromptTooLongException(String message) {
        super(message);
    }

    public PromptTooLongException(String message, Throwable cause) {
        super(message, cause);
    }
}
