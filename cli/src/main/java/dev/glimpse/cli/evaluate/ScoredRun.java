package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.answer.EndpointJudge;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.DataNotes;
import dev.glimpse.evaluation.benchmark.Markers;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.report.HtmlReport;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.Submission;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Grading;
import dev.glimpse.evaluation.run.RowNotes;
import dev.glimpse.evaluation.run.RunFolder;
import dev.glimpse.evaluation.run.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a score of a run whose questions all have a row, and writes the reports into its folder.
///
/// @param plan what was asked
/// @param markers the rules for answers, among them those that ask a judge
/// @param judge who judges, if anybody
/// @param screen is told why there is no score
public record ScoredRun(
        RunPlan plan, Markers markers, Optional<EndpointOptions> judge, Screen screen) {

    /// Scores and writes.
    ///
    /// @param folder of the run
    /// @param about its configuration
    /// @return nothing where there is no score; why has been said
    public Optional<Report> report(RunFolder folder, Map<String, String> about) {
        Path place = plan.run().folder();
        if (plan.answersHidden()) {
            ReportFiles.write(
                    place, "submission.tsv", Submission.of(plan.questions(), folder.rows()));
            screen.line(
                    "the data hides the right answers; "
                            + place.resolve("submission.tsv")
                            + " is for its server");
            return Optional.empty();
        }
        Optional<Score> score = score(folder.rows());
        return score.map(graded -> {
            var notes = new ArrayList<>(plan.file().notes());
            notes.addAll(DataNotes.of(plan.rules().benchmark(), plan.questions()));
            notes.addAll(RowNotes.of(folder.rows()));
            notes.addAll(graded.notes());
            var report = new Report(graded, about, List.copyOf(folder.rows()), notes);
            ReportFiles.write(place, report);
            ReportFiles.write(place, "report.html", HtmlReport.of(report, plan.file().images()));
            return report;
        });
    }

    /// By a judge where there is one; nothing where one is needed and missing.
    private Optional<Score> score(Collection<AnswerRow> rows) {
        if (judge.isEmpty() && markers.needsJudge()) {
            screen.line(
                    "no score: "
                            + plan.rules().marker().id().name()
                            + " needs a judge. The answers are kept; the same command with"
                            + " --judge-base URL and --judge-model NAME scores them");
            return Optional.empty();
        }
        if (judge.isEmpty()
                || markers.judged().isEmpty()
                || plan.rules().by() != AnswerBy.WRITING) {
            return Optional.of(
                    Score.of(plan.rules(), Grading.of(plan.questions(), rows, plan.rules().cut())));
        }
        Marker marker = markers.judged().get().apply(new EndpointJudge(judge.get()));
        return Optional.of(judged(rows, marker, judge.get()));
    }

    private Score judged(Collection<AnswerRow> rows, Marker marker, EndpointOptions options) {
        var progress = new ProgressLine(screen);
        var judged =
                new JudgedRun(plan.run().folder(), plan.rules(), marker, options)
                        .mark(
                                plan.questions(),
                                rows,
                                plan.run().retryFailed(),
                                new EvaluationRun.Conduct(
                                        plan.run().settings(), new Stop(), progress));
        progress.end();
        if (!judged.complete()) {
            throw CommandException.failure(
                    "ended before all answers were judged; the same command goes on");
        }
        return Score.of(
                plan.rules().withMarker(marker),
                Grading.of(plan.questions(), judged.rows(), plan.rules().cut()));
    }
}
