package dev.glimpse.evaluation.fault;

/// A question got no answer.
public final class AnswerException extends EvaluationException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What may be done about it.
    public enum Kind {
        /// Asking again may help: a server that is busy, a connection that broke.
        PASSING,
        /// Asking again will not help: an image that cannot be read.
        LASTING,
        /// The prompt does not fit the model's context; a shorter one may.
        TOO_LONG,
        /// The run is to end; nothing was wrong with the question.
        STOPPED
    }

    public AnswerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public AnswerException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
