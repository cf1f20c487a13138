package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.evaluate.ProgressLine;
import dev.glimpse.cli.evaluate.RunPlan;
import dev.glimpse.cli.evaluate.ScoreTable;
import dev.glimpse.cli.evaluate.ScoredRun;
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
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.answer.ModelAnswerer;
import dev.glimpse.evaluation.answer.ModelChoiceScorer;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.ReportJson;
import dev.glimpse.evaluation.run.Asking;
import dev.glimpse.evaluation.run.EvaluationRun;
import dev.glimpse.evaluation.run.Fingerprint;
import dev.glimpse.evaluation.run.RunFolder;
import dev.glimpse.evaluation.run.Stop;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.sampling.SamplingOption;
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
        if (ruleFlags.annotations().isPresent()) {
            throw CommandException.badInput(
                    "--annotations are of answers that are there already: glimpse eval score"
                            + " alpacaeval OUTPUTS --annotations FILE; for answers of a run, give"
                            + " --judge-base and --judge-model");
        }
        RunPlan plan = RunPlan.of(benchmark, run, ruleFlags);
        Map<String, String> about = plan.about(request().maxTokens());
        Optional<EndpointOptions> remote =
                endpoint.options(surroundings.environment(), request().maxTokens());
        if (remote.isPresent()) {
            about.put("backend", "endpoint");
            about.put("api_base", remote.get().base().toString());
            about.put("model", remote.get().model());
            if (about.containsKey("frames")) {
                about.put("video_form", remote.get().video().id().toString());
            }
            return evaluate(plan, about, remote(plan.rules(), remote.get()));
        }
        ModelOptions options = model.options(surroundings.installation());
        putModel(about, options);
        try (var opened = OpenModel.open(options)) {
            return evaluate(plan, about, local(plan.rules(), opened));
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
                            new ModelAnswerer(
                                    turns -> opened.generate(answer.request(turns), _ -> {})),
                            rules.cut(),
                            rules.marker());
            case LOG_PROBABILITY -> new Asking.Likeliest(new ModelChoiceScorer(opened::score));
        };
    }

    private Optional<Report> evaluate(RunPlan plan, Map<String, String> about, Asking.Mode mode) {
        Screen screen = surroundings.screen();
        var progress = new ProgressLine(screen);
        var scored =
                new ScoredRun(
                        plan,
                        ruleFlags.markers(benchmark),
                        judgeFlags.options(surroundings.environment()),
                        screen);
        try (var folder = RunFolder.open(run.folder(), about, run.retryFailed())) {
            boolean all =
                    EvaluationRun.ask(
                            folder,
                            plan.questions(),
                            plan.asking(mode),
                            new EvaluationRun.Conduct(run.settings(), new Stop(), progress));
            progress.end();
            if (!all) {
                throw CommandException.failure(
                        "ended before all questions were answered; the same command goes on");
            }
            return scored.report(folder, about);
        }
    }

    private void putModel(Map<String, String> about, ModelOptions options) {
        about.put("backend", "in-process");
        about.put("model", String.valueOf(options.model().getFileName()));
        about.put("model_sha256", Fingerprint.sha256(options.model()));
        options.mmproj()
                .ifPresent(mmproj -> about.put("mmproj_sha256", Fingerprint.sha256(mmproj)));
        about.put("context", String.valueOf(options.decoder().contextTokens()));
        about.put("image_precision", options.vision().fidelity().precision().name());
        about.put("image_resize", options.vision().fidelity().rounding().name());
        about.put("sampling", sampling());
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
