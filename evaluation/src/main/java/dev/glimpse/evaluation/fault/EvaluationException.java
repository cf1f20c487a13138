package dev.glimpse.evaluation.fault;

/// The root of what this module throws besides [IllegalArgumentException]. Messages say what was
/// found, what is allowed and what to do, and are fit to show to a user.
public sealed class EvaluationException extends RuntimeException
        permits AnswerException, DatasetException, RuleException, RunException {
    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message);
    }

    EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
