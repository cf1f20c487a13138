package dev.glimpse.cli.evaluate;

import dev.glimpse.evaluation.answer.EndpointCheck;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Judging;
import dev.glimpse.evaluation.run.RunFolder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Has a judge mark the answers of a run, in a folder within the run's own.
///
/// @param run the run's folder
/// @param rules whose cut answers go through
/// @param marker asks the judge
/// @param endpoint where the judge is
public record JudgedRun(Path run, ScoreRules rules, Marker marker, EndpointOptions endpoint) {
    /// What became of the marking.
    ///
    /// @param rows marks, and failures of the run itself
    /// @param complete whether all answers have a mark
    public record Marked(List<AnswerRow> rows, boolean complete) {}

    /// Marks what has no mark yet.
    ///
    /// @param answers the run's rows
    public Marked mark(
            List<Question> questions,
            Collection<AnswerRow> answers,
            boolean retryFailed,
            EvaluationRun.Conduct conduct) {
        var judging =
                new Judging(answers, rules.cut(), marker, () -> EndpointCheck.require(endpoint));
        String judge = marker.judgedBy().orElse("");
        Map<String, String> about = new LinkedHashMap<>();
        about.put(JudgedFolders.RULE, marker.id().toString());
        about.put(JudgedFolders.JUDGE, judge);
        about.put("judge_base", endpoint.base().toString());
        about.put("cut", rules.cut().id().toString());
        Path place = JudgedFolders.place(run, marker.id().name(), judge);
        try (var folder = RunFolder.open(place, about, retryFailed)) {
            boolean complete =
                    EvaluationRun.ask(folder, judging.answered(questions), judging, conduct);
            return new Marked(JudgedFolders.withFailures(folder.rows(), answers), complete);
        }
    }
}
