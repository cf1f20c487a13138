package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// A rule that marks answers. Thread-safe.
public interface Marker {
    RuleId id();

    /// The mark of an answer, which may be empty.
    ///
    /// @throws dev.glimpse.evaluation.fault.AnswerException if a judge that is needed does not
    ///   answer
    Mark mark(Question question, String answer);

    /// The judge it asks, if it asks one.
    default Optional<String> judgedBy() {
        return Optional.empty();
    }

    /// What its measure is called, where a score is the mean of its marks.
    default String measure() {
        return id().name();
    }
}
