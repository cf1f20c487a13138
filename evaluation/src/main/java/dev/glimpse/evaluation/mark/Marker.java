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

    /// The mark of a question that no answer is there for: none, unless the rule goes by marks that
    /// were made elsewhere.
    default Mark markUnanswered(Question question) {
        return Mark.UNREAD;
    }

    /// How a question stands before its answer is looked at.
    default Standing standing(Question question) {
        return Standing.COUNTS;
    }

    /// What becomes of answers that failed and of those in which nothing was read, in words.
    default String losses() {
        return "both count as wrong";
    }

    /// The column in which files have what it marks, where that is no answer as it was given.
    /// Empty: any that answers stand in.
    default String column() {
        return "";
    }

    /// The judge it asks, if it asks one.
    default Optional<String> judgedBy() {
        return Optional.empty();
    }

    /// What its measure is called, where a score is the mean of its marks.
    default String measure() {
        return id().name();
    }
}
