package dev.glimpse.cli.command;

import dev.glimpse.cli.evaluate.ReportFiles;
import dev.glimpse.cli.evaluate.ScoreTable;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.JudgeFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.RuleFlags;
import dev.glimpse.cli.flag.SplitFlag;
import dev.glimpse.evaluation.answer.EndpointCheck;
import dev.glimpse.evaluation.answer.EndpointJudge;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.DataNotes;
import dev.glimpse.evaluation.benchmark.Markers;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.ReportJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse eval score`: scores answers that are in a file.
@Command(
        name = "score",
        description = {
            "Scores answers that another program or a run has left: VLMEvalKit's xlsx, tsv or json,"
                    + " lmms-eval's jsonl, a folder of MME's results, a run's answers.jsonl."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse eval score mmbench predictions.xlsx --data MMBench_DEV_EN.tsv",
            "  glimpse eval score mmbench runs/dev/answers.jsonl --data MMBench_DEV_EN.tsv"
                    + " --extractor le-static",
            "  glimpse eval score mme results/ --extractor vk-yes-no --json"
        })
public final class EvalScoreCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "BENCHMARK",
            description = "A benchmark: mmbench, choice, ai2d, scienceqa, mme, vqa, ...")
    private String benchmark = "";

    @Parameters(
            index = "1",
            paramLabel = "PREDICTIONS",
            description = "The answers: .xlsx, .tsv, .csv, .json, .jsonl, or a folder.")
    private Path predictions = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Questions and right answers, joined by index. Default: the columns of"
                            + " --annotations, else of PREDICTIONS.")
    private @Nullable Path data;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description =
                    "The column of the answers. Default: the one that the extractor reads, where it"
                            + " reads one alone; else one of a known name.")
    private String column = "";

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.json and report.csv into DIR. Default: nowhere.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Mixin private final SplitFlag split = new SplitFlag();
    @Mixin private final RuleFlags ruleFlags = new RuleFlags();
    @Mixin private final JudgeFlags judgeFlags = new JudgeFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    EvalScoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        ScoreRules rules = rules(Benchmark.named(benchmark));
        Path questionsFile = data == null ? ruleFlags.annotations().orElse(predictions) : data;
        var file =
                QuestionFile.read(
                        questionsFile,
                        rules.questionRules().withoutImages(),
                        all -> split.of(questionsFile, all));
        requireWords(rules, file.questions());
        var answers = Predictions.read(answersFile(), column, rules.marker().column());
        var score = Score.of(rules, file.questions(), answers);
        var notes = new ArrayList<>(notes(rules.benchmark(), file, answers));
        notes.addAll(score.notes());
        var scored =
                new Report(
                        score,
                        Map.of(
                                "predictions", String.valueOf(predictions.getFileName()),
                                "data", String.valueOf(questionsFile.getFileName())),
                        List.of(),
                        notes);
        if (report != null) {
            ReportFiles.write(report, scored);
        }
        if (json) {
            surroundings.screen().line(ReportJson.of(scored));
        } else {
            new ScoreTable(surroundings.screen()).print(scored);
        }
        return ExitCode.OK.number();
    }

    /// The rules, with the judge where one is given.
    private ScoreRules rules(Benchmark named) {
        ScoreRules rules = ruleFlags.rules(named);
        Markers markers = ruleFlags.markers(named);
        Optional<EndpointOptions> judge = judgeFlags.options(surroundings.environment());
        judge.ifPresent(EndpointCheck::require);
        if (judge.isEmpty() && markers.needsJudge()) {
            throw CommandException.badInput(
                    "no score: "
                            + rules.marker().id().name()
                            + " needs a judge; give --judge-base and --judge-model"
                            + judgedBefore(named));
        }
        return judge.isPresent() && markers.judged().isPresent()
                ? rules.withMarker(markers.judged().get().apply(new EndpointJudge(judge.get())))
                : rules;
    }

    private static void requireWords(ScoreRules rules, List<Question> questions) {
        if (rules.marker().judgedBy().isPresent()) {
            questions.stream()
                    .filter(one -> one.wording().question().isBlank())
                    .findFirst()
                    .ifPresent(one -> {
                        throw CommandException.badInput(
                                "question "
                                        + one.index()
                                        + " is blank; a judge is shown questions, so give them with"
                                        + " --data");
                    });
        }
    }

    /// What to give where a judge has spoken already.
    private static String judgedBefore(Benchmark named) {
        return switch (named) {
            case ALPACA_EVAL -> "; or, of what a judge has said before, --annotations FILE";
            case MATH_VISTA ->
                    "; or, where answers are extracted already, --extractor"
                            + " mathvista-extracted or mathvista-published";
            case MM_VET -> "; or, where answers are graded already, --extractor mmvet-grades";
            case MMBENCH, CHOICE, AI2D, SCIENCE_QA, MME, MMLU, MV_BENCH, VQA, CAPTION -> "";
        };
    }

    /// A run's folder stands for its answers.
    private Path answersFile() {
        Path rows = predictions.resolve("answers.jsonl");
        return Files.isRegularFile(rows) ? rows : predictions;
    }

    private static List<String> notes(Benchmark benchmark, QuestionFile file, Predictions answers) {
        var notes = new ArrayList<>(file.notes());
        notes.addAll(DataNotes.ofAnswers(benchmark, file.questions()));
        var unknown = new HashSet<>(answers.indexes());
        file.questions().stream().map(Question::index).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            notes.add(unknown.size() + " predictions are of no question in the data");
        }
        return notes;
    }
}
