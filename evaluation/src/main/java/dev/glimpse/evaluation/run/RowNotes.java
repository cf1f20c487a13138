package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.answer.EndpointChoiceScorer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a reader of a score should know of how its questions were answered.
public final class RowNotes {
    private RowNotes() {}

    /// A line each; none where all went as it was asked for.
    public static List<String> of(Collection<AnswerRow> rows) {
        var notes = new ArrayList<String>();
        long shortened = rows.stream().filter(row -> row.cost().examplesDropped() > 0).count();
        if (shortened > 0) {
            int dropped = rows.stream().mapToInt(row -> row.cost().examplesDropped()).sum();
            notes.add(
                    dropped
                            + " examples were left out before "
                            + shortened
                            + " of "
                            + rows.size()
                            + " questions, so that the prompts fitted the context");
        }
        List<Letters> letters = rows.stream().map(RowNotes::letters).toList();
        int absent = letters.stream().mapToInt(Letters::absent).sum();
        if (absent > 0) {
            notes.add(
                    absent
                            + " letters of "
                            + letters.stream().filter(one -> one.absent() > 0).count()
                            + " questions were not among the tokens that the endpoint tells the"
                            + " log-probabilities of; each counts as "
                            + (int) EndpointChoiceScorer.ABSENT
                            + ". Where all were missing the first counts as the answer: "
                            + letters.stream().filter(Letters::none).count()
                            + " questions");
        }
        return notes;
    }

    private record Letters(int absent, int all) {
        boolean none() {
            return all > 0 && absent == all;
        }
    }

    private static Letters letters(AnswerRow row) {
        if (!(row.outcome() instanceof AnswerRow.Answered answered)) {
            return new Letters(0, 0);
        }
        var scores = answered.logProbabilities().values();
        int absent =
                (int) scores.stream().filter(one -> one == EndpointChoiceScorer.ABSENT).count();
        return new Letters(absent, scores.size());
    }
}
