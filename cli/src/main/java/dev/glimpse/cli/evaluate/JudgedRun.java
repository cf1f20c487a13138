package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.answer.EndpointCheck;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Judging;
import dev.glimpse.evaluation.run.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Has a judge mark the answers of a run, in a folder within the run's own.
///
/// @param run the run's folder
/// @param rules whose cut answers go through
/// @param marker asks the judge
/// @param endpoint where the judge is
public record JudgedRun(Path run, ScoreRules rules, Marker marker, EndpointOptions endpoint) {
    private static final String PREFIX = "judged-";
    private static final String MARKER = "marker";
    private static final String JUDGE = "judge";

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
        about.put(MARKER, marker.id().toString());
        about.put(JUDGE, judge);
        about.put("judge_base", endpoint.base().toString());
        about.put("cut", rules.cut().id().toString());
        String name = PREFIX + (marker.id().name() + "-" + judge).replaceAll("[^\\w.+-]", "_");
        try (var folder = RunFolder.open(run.resolve(name), about, retryFailed)) {
            boolean complete =
                    EvaluationRun.ask(folder, judging.answered(questions), judging, conduct);
            return new Marked(withFailures(folder.rows(), answers), complete);
        }
    }

    /// The folders within a run's in which judges have marked its answers, by rule and judge.
    static Map<String, Path> folders(Path run) {
        var found = new TreeMap<String, Path>();
        try (var folders = Files.newDirectoryStream(run, PREFIX + "*")) {
            for (Path folder : folders) {
                Map<String, String> about = RunFolder.configuration(folder);
                found.put(
                        about.getOrDefault(MARKER, "")
                                + ComparedRows.by(about.getOrDefault(JUDGE, "")),
                        folder);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw CommandException.failure(run + " cannot be read: " + e.getMessage(), e);
        }
        return found;
    }

    /// The marks in one of them, and failures of the run itself.
    static List<AnswerRow> rows(Path run, Path judged) {
        return withFailures(RunFolder.rows(judged), RunFolder.rows(run));
    }

    private static List<AnswerRow> withFailures(
            Collection<AnswerRow> marked, Collection<AnswerRow> answers) {
        var rows = new ArrayList<>(marked);
        answers.stream().filter(AnswerRow::failed).forEach(rows::add);
        return rows;
    }
}
