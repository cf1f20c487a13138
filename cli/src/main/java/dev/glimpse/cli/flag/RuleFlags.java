package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.Markers;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.preference.LengthControl;
import dev.glimpse.evaluation.preference.RecordedPreferences;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// By which rules answers are read and counted.
public final class RuleFlags {
    @Option(
            names = "--extractor",
            paramLabel = "RULE",
            description =
                    "What reads the answer: vk-2026, vk-2024, le-static, le-mmbench, le-ai2d,"
                        + " le-scienceqa, llava-scienceqa, scienceqa-official, scienceqa-results,"
                        + " vk-yes-no, mme-official, le-yes-no, mmlu-letter, lm-eval-mmlu,"
                        + " le-mvbench, mvbench-guarded, vk-mvbench; of open answers: exact-match,"
                        + " anls, vqa-accuracy, rouge-l; of MathVista: mathvista-official and"
                        + " mathvista-vk (judges), mathvista-extracted, mathvista-published and"
                        + " mathvista-vk-extracted (read before), mathvista-local (ours, no judge);"
                        + " of MM-Vet: mmvet-official and mmvet-vk (judges), mmvet-grades (graded"
                        + " before); of AlpacaEval: alpaca-clf, alpaca-ranking (judges). Default:"
                        + " the benchmark's.")
    private String extractor = "";

    @Option(
            names = "--annotations",
            paramLabel = "FILE",
            description =
                    "AlpacaEval: what a judge has said before (annotations.json), instead of"
                            + " asking one.")
    private @Nullable Path annotations;

    @Option(
            names = "--gamed",
            paramLabel = "FILE",
            description =
                    "AlpacaEval: df_gamed.csv of its data set; the win rate is then also told as if"
                            + " answers were as long as the baseline's. Default: raw alone.")
    private @Nullable Path gamed;

    @Option(
            names = "--cut",
            paramLabel = "RULE",
            description =
                    "What goes from an answer before it is read: none, thoughts, minicpm-v4-choice,"
                            + " minicpm-v4-short, minicpm-v4.6, minicpm-v4.6-choice. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String cut = "thoughts";

    @Option(
            names = "--absent",
            paramLabel = "RULE",
            description =
                    "Which options are none: raw (empty ones), pandas (also None, NA, ..., as in"
                            + " VLMEvalKit). Default: ${DEFAULT-VALUE}.")
    private String absent = "raw";

    /// What the annotations say, once they have been read.
    private @Nullable RecordedPreferences recorded;

    /// The rules, where no other is named those of the benchmark.
    public ScoreRules rules(Benchmark benchmark) {
        return rules(benchmark, AnswerBy.WRITING);
    }

    /// The rules that mark a benchmark's answers.
    public Markers markers(Benchmark benchmark) {
        if (annotations == null) {
            return benchmark.markers(extractor);
        }
        requireAlpacaEval("--annotations", benchmark);
        if (recorded == null) {
            recorded = RecordedPreferences.read(annotations);
        }
        return new Markers(recorded, Optional.empty(), false);
    }

    /// What a judge has said before.
    public Optional<Path> annotations() {
        return Optional.ofNullable(annotations);
    }

    /// The same for answers that come about otherwise.
    public ScoreRules rules(Benchmark benchmark, AnswerBy by) {
        var rules =
                new ScoreRules(
                        benchmark,
                        AbsentText.named(absent),
                        AnswerCut.named(cut),
                        markers(benchmark).own(),
                        by);
        if (gamed == null) {
            return rules;
        }
        requireAlpacaEval("--gamed", benchmark);
        return rules.withLengthControl(LengthControl.read(gamed));
    }

    private static void requireAlpacaEval(String flag, Benchmark benchmark) {
        if (benchmark != Benchmark.ALPACA_EVAL) {
            throw CommandException.badInput(
                    flag + " is for alpacaeval, not for " + benchmark.id().name());
        }
    }
}
