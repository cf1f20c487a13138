package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.dataset.QuestionVideos;
import dev.glimpse.evaluation.run.RunSettings;
import dev.glimpse.vision.video.CenterSquare;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is asked, where answers are kept, and how the run goes about it.
public final class RunFlags {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description =
                    "The questions: VLMEvalKit's TSV, or a TSV, CSV, JSON, xlsx or Parquet file"
                            + " (or a folder of those) of images, questions, options and answers;"
                            + " the folders in which MVBench, MME and MMLU are released.")
    private @Nullable Path data;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            required = true,
            description =
                    "The folder of the run. A run that was ended or killed goes on where it was.")
    private @Nullable Path folder;

    @Option(
            names = "--prompt",
            paramLabel = "RULE",
            description =
                    "How a question is put: vlmevalkit, minicpm-v2.6, minicpm-v4.5, lmms-eval,"
                            + " bare; of single benchmarks: lmms-scienceqa, lmms-scienceqa-qwen,"
                            + " scienceqa-qcm, lmms-mme, lmms-vqa, lmms-caption, mathvista,"
                            + " lmms-mathvista, minicpm-detail, lmms-mmvet, mvbench,"
                            + " vlmevalkit-mvbench, lmms-mvbench, mmlu, lm-eval-mmlu. Default: the"
                            + " benchmark's.")
    private @Nullable String prompt;

    @Option(
            names = "--answer-by",
            paramLabel = "WAY",
            description =
                    "writing: the model writes an answer, a rule reads it; logprob: the letter it"
                            + " takes for the likeliest, for choices alone. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String answerBy = "writing";

    @Option(
            names = "--shots",
            paramLabel = "FILE",
            description =
                    "MMLU: answered questions to put before each one of their subject, the dev"
                            + " split. Default: none.")
    private @Nullable Path shots;

    @Option(
            names = "--shot-count",
            paramLabel = "N",
            description = "How many of them. Default: ${DEFAULT-VALUE}.")
    private int shotCount = 5;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description =
                    "Frames that are seen of a question's video, each from the middle of one of N"
                            + " equal parts. Default: ${DEFAULT-VALUE}.")
    private int frames = QuestionVideos.DEFAULT.frames();

    @Option(
            names = "--frame-square",
            paramLabel = "PIXELS",
            description =
                    "Of each frame the middle square alone is seen, its side reduced to PIXELS; 224"
                            + " in MVBench's own code. Default: frames as they are.")
    private @Nullable Integer frameSquare;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Ask the first N questions alone, with all their rotations.")
    private @Nullable Integer limit;

    @Mixin private final SplitFlag split = new SplitFlag();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Questions asked at once. Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description =
                    "How often a question is asked at most while its failure may pass. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int attempts = RunSettings.DEFAULT.attempts();

    @Option(names = "--retry-failed", description = "Ask questions again that failed before.")
    private boolean retryFailed;

    public Path data() {
        return given("--data", data);
    }

    public Path folder() {
        return given("--run", folder);
    }

    /// The prompt style asked for.
    public Optional<String> prompt() {
        return Optional.ofNullable(prompt);
    }

    /// Where answered questions are that come before each question.
    public Optional<Path> shots() {
        return Optional.ofNullable(shots);
    }

    /// How many of those, 0 or more.
    public int shotCount() {
        if (shotCount < 0) {
            throw CommandException.badInput(
                    "--shot-count is " + shotCount + "; allowed: 0 or more");
        }
        return shotCount;
    }

    /// How answers come about.
    public AnswerBy answerBy() {
        return AnswerBy.named(answerBy);
    }

    /// Which questions count.
    public SplitFlag split() {
        return split;
    }

    /// Where videos are read.
    public QuestionVideos videos() {
        try {
            return new QuestionVideos(
                    frames, Optional.ofNullable(frameSquare).map(CenterSquare::new));
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    /// How many groups of questions to ask, if not all.
    public Optional<Integer> limit() {
        if (limit != null && limit < 1) {
            throw CommandException.badInput("--limit is " + limit + "; allowed: 1 or more");
        }
        return Optional.ofNullable(limit);
    }

    public boolean retryFailed() {
        return retryFailed;
    }

    public RunSettings settings() {
        try {
            return RunSettings.DEFAULT.withParallel(parallel).withAttempts(attempts);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    private static Path given(String name, @Nullable Path path) {
        if (path == null) {
            throw CommandException.badInput(name + " is missing");
        }
        return path;
    }
}
