package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.extract.AnswerCut;
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
    ///
    /// @param cut what went from the answers before they were read
    public static List<Graded> of(
            List<Question> questions, Collection<AnswerRow> rows, AnswerCut cut) {
        Map<String, AnswerRow> byIndex = new HashMap<>();
        rows.forEach(row -> byIndex.put(row.index(), row));
        return questions.stream().map(q -> grade(q, byIndex, cut)).toList();
    }

    private static Graded grade(Question question, Map<String, AnswerRow> rows, AnswerCut cut) {
        AnswerRow row = rows.get(question.index());
        return row != null && row.outcome() instanceof AnswerRow.Answered answered
                ? new Graded(
                        question,
                        cut.cut(answered.text()),
                        answered.mark().extracted(),
                        false,
                        answered.mark().credit())
                : new Graded(question, Optional.empty(), true);
    }
}
