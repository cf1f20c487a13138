package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.dataset.SampleQuestion;
import dev.glimpse.evaluation.scoring.Accuracy;
import dev.glimpse.evaluation.scoring.NormalizedExactMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The answers to a list of questions, in its order.
///
/// @param answers one or more
public record SampleRun(List<AnsweredQuestion> answers) {
    public SampleRun {
        answers = List.copyOf(answers);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("a run has no questions; it needs one or more");
        }
    }

    /// Asks each question on the calling thread and scores it by [NormalizedExactMatch]. What
    /// `model` or `progress` throws ends the run.
    ///
    /// @param model answers a question
    /// @param progress sees each answer as it comes
    public static SampleRun ask(
            List<SampleQuestion> questions,
            Function<? super SampleQuestion, String> model,
            Consumer<? super AnsweredQuestion> progress) {
        var answers = new ArrayList<AnsweredQuestion>();
        for (SampleQuestion question : questions) {
            String answer = model.apply(question);
            boolean right = NormalizedExactMatch.isRight(answer, question.accepted());
            var answered = new AnsweredQuestion(question, answer, right);
            answers.add(answered);
            progress.accept(answered);
        }
        return new SampleRun(answers);
    }

    /// How many were right.
    public Accuracy accuracy() {
        int right = (int) answers.stream().filter(AnsweredQuestion::right).count();
        return new Accuracy(right, answers.size());
    }
}
