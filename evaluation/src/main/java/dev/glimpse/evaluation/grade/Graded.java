package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Question;
import java.util.Optional;

/// A question with what was read from its answer.
///
/// @param answer as the rule was given it, after the cut; empty where there was none
/// @param extracted a letter, `Yes` or `No`, or the answer proper; nothing if the rule saw none
/// @param failed whether there was no answer to read
/// @param credit 0 to 1; 1 is right. What failed has some only where a judge saw an answer
///   elsewhere
public record Graded(
        Question question,
        String answer,
        Optional<String> extracted,
        boolean failed,
        double credit) {
    public Graded {
        if (!(credit >= 0 && credit <= 1)) {
            throw new IllegalArgumentException(
                    "credit is " + credit + " for question " + question.index() + "; 0 to 1");
        }
    }

    /// An answer that is right if it is the question's, case aside, and of which no more is known
    /// than what was read in it.
    public Graded(Question question, Optional<String> extracted, boolean failed) {
        this(
                question,
                extracted.orElse(""),
                extracted,
                failed,
                !failed && extracted.filter(question.answer()::equalsIgnoreCase).isPresent()
                        ? 1
                        : 0);
    }

    public boolean right() {
        return credit == 1;
    }

    /// Whether there was an answer in which the rule saw nothing.
    public boolean unread() {
        return !failed && extracted.isEmpty();
    }
}
