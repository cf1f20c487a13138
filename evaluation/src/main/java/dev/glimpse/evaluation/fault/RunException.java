package dev.glimpse.evaluation.fault;

/// A run cannot begin, go on, or end: its folder is in use or of another run, or too much fails.
public final class RunException extends EvaluationException {
    private static final long serialVersionUID = 1L;

    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
