package dev.glimpse.evaluation.fault;

/// A rule that was asked for does not exist or does not fit the questions.
public final class RuleException extends EvaluationException {
    private static final long serialVersionUID = 1L;

    public RuleException(String message) {
        super(message);
    }
}
