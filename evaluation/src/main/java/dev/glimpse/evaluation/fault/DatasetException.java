package dev.glimpse.evaluation.fault;

/// A data set cannot be read: missing, not text, or with rows that are not what the format says.
public final class DatasetException extends EvaluationException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
