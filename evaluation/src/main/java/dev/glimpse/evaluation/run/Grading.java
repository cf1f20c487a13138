package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.question.Question;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings questions and rows together.
public final class Grading {
    private Grading() {}

    /// Each question with what its row came to; one without a row failed.
    public static List<Graded> of(List<Question> questions, Collection<AnswerRow> rows) {
        Map<String, AnswerRow> byIndex = new HashMap<>();
        rows.forEach(row -> byIndex.put(row.index(), row));
        return questions.stream().map(q -> grade(q, byIndex)).toList();
    }

    private static Graded grade(Question question, Map<String, AnswerRow> rows) {
        AnswerRow row = rows.get(question.index());
        return row != null && row.outcome() instanceof AnswerRow.Answered answered
                ? new Graded(
                        question,
                        answered.mark().extracted().orElse(answered.text()),
                        answered.mark().extracted(),
                        false,
                        answered.mark().credit())
                : new Graded(question, Optional.empty(), true);
    }
}
