package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.evaluate.JudgedRun;
import dev.glimpse.cli.evaluate.ProgressLine;
import dev.glimpse.cli.evaluate.ReportFiles;
import dev.glimpse.cli.evaluate.ScoreTable;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.flag.EndpointFlags;
import dev.glimpse.cli.flag.JudgeFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.RuleFlags;
import dev.glimpse.cli.flag.RunFlags;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.answer.EndpointAnswerer;
import dev.glimpse.evaluation.answer.EndpointChoiceScorer;
import dev.glimpse.evaluation.answer.EndpointJudge;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.answer.ModelAnswerer;
import dev.glimpse.evaluation.answer.ModelChoiceScorer;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.Markers;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.prompt.MmluPrompt;
import dev.glimpse.evaluation.prompt.PromptStyle;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Rotations;
import dev.glimpse.evaluation.report.HtmlReport;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.ReportJson;
import dev.glimpse.evaluation.report.Submission;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.Asking;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Fingerprint;
import dev.glimpse.evaluation.run.Grading;
import dev.glimpse.evaluation.run.RunFolder;
import dev.glimpse.evaluation.run.Stop;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.sampling.SamplingOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `glimpse eval mmbench` and its kin: asks a benchmark's questions, keeps the answers in a folder,
/// and scores them.
@Command(
        description = {
            "Asks the questions of a benchmark, keeps the answers in a folder, and scores them.",
            "A run that was ended goes on where it was, if all that its score depends on is the"
                    + " same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse eval mmbench --data MMBench_DEV_EN.tsv --run runs/dev",
            "  glimpse eval mmbench --data MMBench_DEV_EN.tsv --run runs/api --api-base"
                    + " http://127.0.0.1:8080/v1 --parallel 4"
        })
public final class EvalRunCommand implements Callable<Integer> {
    private static final QuestionRules MMLU_SHOTS =
            QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.NUMBER);

    private final Surroundings surroundings;
    private final Benchmark benchmark;

    @Mixin private final RunFlags run = new RunFlags();
    @Mixin private final RuleFlags ruleFlags = new RuleFlags();
    @Mixin private final EndpointFlags endpoint = new EndpointFlags();
    @Mixin private final JudgeFlags judgeFlags = new JudgeFlags();

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final AnswerFlags answer = new AnswerFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    EvalRunCommand(Surroundings surroundings, Benchmark benchmark) {
        this.surroundings = surroundings;
        this.benchmark = benchmark;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        Optional<Report> report = report();
        if (report.isPresent() && json) {
            surroundings.screen().line(ReportJson.of(report.get()));
        } else if (report.isPresent()) {
            new ScoreTable(surroundings.screen()).print(report.get());
        }
        return ExitCode.OK.number();
    }

    /// Asks, scores, and writes the folder's reports.
    ///
    /// @return nothing where there is no score; why has been said
    Optional<Report> report() {
        ScoreRules rules = ruleFlags.rules(benchmark, run.answerBy());
        if (rules.by() == AnswerBy.LOG_PROBABILITY && !benchmark.choices()) {
            throw CommandException.badInput(
                    "--answer-by logprob wants choices; "
                            + benchmark.id().name()
                            + " has open questions");
        }
        QuestionFile file = QuestionFile.read(run.data(), rules.questionRules());
        List<Question> questions = questions(file);
        Optional<EndpointOptions> remote =
                endpoint.options(surroundings.environment(), request().maxTokens());
        if (remote.isPresent()) {
            Map<String, String> about = about(rules, questions.size());
            about.put("backend", "endpoint");
            about.put("api_base", remote.get().base().toString());
            about.put("model", remote.get().model());
            return evaluate(
                    rules, new Questions(file, questions), about, remote(rules, remote.get()));
        }
        ModelOptions options = model.options(surroundings.installation());
        Map<String, String> about = about(rules, questions.size());
        about.put("backend", "in-process");
        about.put("model", String.valueOf(options.model().getFileName()));
        about.put("model_sha256", Fingerprint.sha256(options.model()));
        options.mmproj()
                .ifPresent(mmproj -> about.put("mmproj_sha256", Fingerprint.sha256(mmproj)));
        about.put("context", String.valueOf(options.decoder().contextTokens()));
        about.put("image_precision", options.vision().fidelity().precision().name());
        about.put("image_resize", options.vision().fidelity().rounding().name());
        about.put("sampling", sampling());
        try (var opened = OpenModel.open(options)) {
            return evaluate(rules, new Questions(file, questions), about, local(rules, opened));
        }
    }

    private static Asking.Mode remote(ScoreRules rules, EndpointOptions options) {
        return switch (rules.by()) {
            case WRITING ->
                    new Asking.Written(new EndpointAnswerer(options), rules.cut(), rules.marker());
            case LOG_PROBABILITY -> new Asking.Likeliest(new EndpointChoiceScorer(options));
        };
    }

    private Asking.Mode local(ScoreRules rules, OpenModel opened) {
        return switch (rules.by()) {
            case WRITING ->
                    new Asking.Written(
                            new ModelAnswerer(turn ->
                                    opened.generate(answer.request(List.of(turn)), _ -> {})),
                            rules.cut(),
                            rules.marker());
            case LOG_PROBABILITY ->
                    new Asking.Likeliest(
                            new ModelChoiceScorer(
                                    (turn, letters) -> opened.score(List.of(turn), letters)));
        };
    }

    /// A file and those of its questions that are asked.
    private record Questions(QuestionFile file, List<Question> list) {}

    private Optional<Report> evaluate(
            ScoreRules rules, Questions questions, Map<String, String> about, Asking.Mode mode) {
        Screen screen = surroundings.screen();
        var progress = new ProgressLine(screen);
        var asking = new Asking(prompt(), questions.file().images(), mode);
        try (var folder = RunFolder.open(run.folder(), about, run.retryFailed())) {
            boolean all =
                    EvaluationRun.ask(
                            folder,
                            questions.list(),
                            asking,
                            new EvaluationRun.Conduct(run.settings(), new Stop(), progress));
            progress.end();
            if (!all) {
                throw CommandException.failure(
                        "ended before all questions were answered; the same command goes on");
            }
            if (questions.list().stream().allMatch(question -> question.answer().isEmpty())) {
                ReportFiles.write(
                        run.folder(),
                        "submission.tsv",
                        Submission.of(questions.list(), folder.rows()));
                screen.line(
                        "the data hides the right answers; "
                                + run.folder().resolve("submission.tsv")
                                + " is for its server");
                return Optional.empty();
            }
            Optional<Score> graded = score(rules, questions.list(), folder.rows(), progress);
            if (graded.isEmpty()) {
                return Optional.empty();
            }
            var report =
                    new Report(
                            graded.get(),
                            about,
                            List.copyOf(folder.rows()),
                            questions.file().notes());
            ReportFiles.write(run.folder(), report);
            ReportFiles.write(
                    run.folder(), "report.html", HtmlReport.of(report, questions.file().images()));
            return Optional.of(report);
        }
    }

    /// The score, by a judge where there is one; nothing where one is needed and missing.
    private Optional<Score> score(
            ScoreRules rules,
            List<Question> questions,
            Collection<AnswerRow> rows,
            ProgressLine progress) {
        Markers markers = ruleFlags.markers(benchmark);
        Optional<EndpointOptions> judge = judgeFlags.options(surroundings.environment());
        if (judge.isEmpty() && markers.needsJudge()) {
            surroundings
                    .screen()
                    .line(
                            "no score: "
                                    + rules.marker().id().name()
                                    + " needs a judge. The answers are kept; the same command with"
                                    + " --judge-base URL and --judge-model NAME scores them");
            return Optional.empty();
        }
        if (judge.isEmpty() || markers.judged().isEmpty() || rules.by() != AnswerBy.WRITING) {
            return Optional.of(Score.of(rules, Grading.of(questions, rows)));
        }
        Marker marker = markers.judged().get().apply(new EndpointJudge(judge.get()));
        var judged =
                new JudgedRun(run.folder(), rules, marker, judge.get().base().toString())
                        .mark(
                                questions,
                                rows,
                                run.retryFailed(),
                                new EvaluationRun.Conduct(run.settings(), new Stop(), progress));
        progress.end();
        if (!judged.complete()) {
            throw CommandException.failure(
                    "ended before all answers were judged; the same command goes on");
        }
        return Optional.of(
                Score.of(rules.withMarker(marker), Grading.of(questions, judged.rows())));
    }

    private List<Question> questions(QuestionFile file) {
        List<Question> all =
                benchmark.scorer() == Benchmark.Scorer.CIRCULAR
                        ? Rotations.complete(file.questions())
                        : file.questions();
        if (run.limit().isEmpty()) {
            return all;
        }
        var groups = new LinkedHashSet<String>();
        for (Question question : all) {
            if (groups.size() < run.limit().get()) {
                groups.add(question.placement().group());
            }
        }
        return all.stream().filter(q -> groups.contains(q.placement().group())).toList();
    }

    private Prompter prompt() {
        if (benchmark != Benchmark.MMLU || run.prompt().isPresent()) {
            return run.prompt().map(PromptStyle::named).orElse(benchmark.prompt());
        }
        List<Question> shots =
                run.shots()
                        .map(file -> QuestionFile.read(file, MMLU_SHOTS).questions())
                        .orElse(List.of());
        return new MmluPrompt(shots, shots.isEmpty() ? 0 : run.shotCount());
    }

    /// What the score depends on whoever answers.
    private Map<String, String> about(ScoreRules rules, int questions) {
        var about = new LinkedHashMap<>(rules.names());
        about.put("prompt", prompt().id().toString());
        run.shots().ifPresent(file -> about.put("shots_sha256", Fingerprint.sha256(file)));
        about.put("data", String.valueOf(run.data().getFileName()));
        about.put("data_sha256", Fingerprint.sha256(run.data()));
        about.put("questions", String.valueOf(questions));
        about.put("max_tokens", String.valueOf(request().maxTokens()));
        return about;
    }

    private GenerationRequest request() {
        return answer.request(List.of());
    }

    /// The numbers that differ from their standard; a seed matters only above temperature 0.
    private String sampling() {
        var numbers = new TreeMap<>(request().sampling().numbers());
        if (numbers.getOrDefault(SamplingOption.TEMPERATURE, 0.0) == 0) {
            numbers.remove(SamplingOption.SEED);
        }
        return numbers.isEmpty() ? "greedy" : numbers.toString();
    }
}
