package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Has a judge mark the answers of a run. Its marks are a run of their own, which goes on where it
/// ended: a row a mark, failures among them.
public final class Judging implements Asker {
    private final AnswerCut cut;
    private final Marker marker;
    private final Runnable check;
    private final Map<String, String> answers = new HashMap<>();

    /// @param answers rows of the run
    /// @param cut taken from answers before the judge sees them
    /// @param marker asks the judge
    /// @param check throws if the judge cannot be asked
    public Judging(Collection<AnswerRow> answers, AnswerCut cut, Marker marker, Runnable check) {
        this.cut = cut;
        this.marker = marker;
        this.check = check;
        for (AnswerRow row : answers) {
            if (row.outcome() instanceof AnswerRow.Answered answered) {
                this.answers.put(row.index(), answered.text());
            }
        }
    }

    /// The questions that have an answer to mark.
    public List<Question> answered(List<Question> questions) {
        return questions.stream().filter(one -> answers.containsKey(one.index())).toList();
    }

    @Override
    public void check() {
        check.run();
    }

    @Override
    public Asked ask(Question question) {
        String answer = answers.get(question.index());
        if (answer == null) {
            throw new AnswerException(
                    AnswerException.Kind.LASTING, "there is no answer to be marked");
        }
        var mark = marker.mark(question, cut.cut(answer));
        return new Asked(new AnswerRow.Answered(answer, "", "judged", mark), 0, 0);
    }
}
