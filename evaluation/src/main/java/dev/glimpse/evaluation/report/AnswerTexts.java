package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.run.AnswerRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What models said, by question.
final class AnswerTexts {
    private final Map<String, AnswerRow> rows = new HashMap<>();

    AnswerTexts(Collection<AnswerRow> rows) {
        rows.forEach(row -> this.rows.put(row.index(), row));
    }

    /// The answer to a question, or why there is none.
    ///
    /// @param who answered; empty where that is plain
    QuestionCards.Said of(String who, Graded graded) {
        AnswerRow row = rows.get(graded.question().index());
        String text = "";
        if (row != null) {
            text =
                    switch (row.outcome()) {
                        case AnswerRow.Answered answered ->
                                answered.logProbabilities().isEmpty()
                                        ? answered.text()
                                        : answered.logProbabilities().toString();
                        case AnswerRow.Failed failed -> "failed: " + failed.why();
                    };
        }
        return new QuestionCards.Said(who, graded.extracted().orElse("nothing"), text);
    }
}
