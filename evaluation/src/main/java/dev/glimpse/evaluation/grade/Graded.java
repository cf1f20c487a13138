package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Question;
import java.util.Optional;

/// A question with what was read from its answer.
///
/// @param extracted a letter, `Yes` or `No`; nothing if the rule saw none
/// @param failed whether there was no answer to read
public record Graded(Question question, Optional<String> extracted, boolean failed) {

    /// Whether the answer is the right one, case aside.
    public boolean right() {
        return !failed
                && extracted.isPresent()
                && extracted.get().equalsIgnoreCase(question.answer());
    }

    /// Whether there was an answer in which the rule saw nothing.
    public boolean unread() {
        return !failed && extracted.isEmpty();
    }
}
