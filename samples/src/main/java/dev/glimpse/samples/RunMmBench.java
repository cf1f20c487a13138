package dev.glimpse.samples;

import dev.glimpse.evaluation.answer.ModelChoiceScorer;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Rotations;
import dev.glimpse.evaluation.run.Asking;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Fingerprint;
import dev.glimpse.evaluation.run.Grading;
import dev.glimpse.evaluation.run.RunFolder;
import dev.glimpse.evaluation.run.RunSettings;
import dev.glimpse.evaluation.run.Stop;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs a file of MMBench's form: every question in all rotations of its options, answered by the
/// letter that the model takes for the likeliest. The folder keeps a row for each answer, and the
/// same command goes on where a run was ended.
///
/// ```
/// RunMmBench glimpse-tiny.gguf mmproj-glimpse-tiny.gguf samples/choices.tsv target/run
/// ```
///
/// prints how many are right, with the 95% interval: by CircularEval, where all rotations of a
/// question must be; as the file has them; and all rotations, each for itself. The embedded model
/// never learnt to answer by letter and prefers one of them, which CircularEval shows:
///
/// ```
/// circular: 0 of 10 (0% to 28%)
/// vanilla_0: 5 of 10 (24% to 76%)
/// vanilla_all: 11 of 36 (11% to 61%)
/// ```
public final class RunMmBench {
    private static final ScoreRules RULES =
            new ScoreRules(
                    Benchmark.MMBENCH,
                    AbsentText.PANDAS,
                    AnswerCut.NONE,
                    Benchmark.MMBENCH.markers("").own(),
                    AnswerBy.LOG_PROBABILITY);

    private RunMmBench() {}

    /// Takes the decoder's file, the vision encoder's file, the questions and the run's folder.
    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("usage: RunMmBench MODEL MMPROJ QUESTIONS FOLDER");
        }
        run(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                Path.of(arguments[3]),
                Screen.standard());
    }

    static void run(ModelOptions options, Path data, Path runFolder, PrintStream out) {
        QuestionFile file = QuestionFile.read(data, RULES.questionRules());
        List<Question> questions = Rotations.complete(file.questions());
        Map<String, String> about = RULES.names();
        about.put("data_sha256", Fingerprint.sha256(data));
        about.put("model_sha256", Fingerprint.sha256(options.model()));
        var conduct = new EvaluationRun.Conduct(RunSettings.DEFAULT, new Stop(), _ -> {});
        try (var model = VisionLanguageModel.open(options);
                var folder = RunFolder.open(runFolder, about, false)) {
            var scorer =
                    new ModelChoiceScorer(
                            (turns, letters) -> model.score(turns, letters, new Cancellation()));
            var asking =
                    new Asking(
                            Benchmark.MMBENCH.prompt(),
                            file.images(),
                            new Asking.Likeliest(scorer));
            EvaluationRun.ask(folder, questions, asking, conduct);
            print(Score.of(RULES, Grading.of(questions, folder.rows(), RULES.cut())), out);
        }
    }

    private static void print(Score score, PrintStream out) {
        for (Measure measure : score.measures()) {
            if (measure.scope().level() == Measure.Level.OVERALL) {
                out.println(
                        String.format(
                                Locale.ROOT,
                                "%s: %s of %d (%.0f%% to %.0f%%)",
                                measure.name(),
                                measure.accuracy().rightText(),
                                measure.accuracy().total(),
                                100 * measure.interval().low(),
                                100 * measure.interval().high()));
            }
        }
    }
}
