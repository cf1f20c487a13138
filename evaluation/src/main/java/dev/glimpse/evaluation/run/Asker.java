package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.question.Question;

/// What a run does with a question: has a model answer it, or a judge mark an answer. Thread-safe.
@FunctionalInterface
public interface Asker {

    /// Does it once; blocks until it is done.
    ///
    /// @throws dev.glimpse.evaluation.fault.EvaluationException if nothing came of it
    Asked ask(Question question);

    /// Looks, once and before a run's first question, whether any can be done.
    ///
    /// @throws dev.glimpse.evaluation.fault.RunException if it cannot
    default void check() {}
}
