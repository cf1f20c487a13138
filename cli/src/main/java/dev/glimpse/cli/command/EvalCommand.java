package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.benchmark.Benchmark;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `glimpse eval`: benchmarks, scores of answers that are there, and comparisons.
@Command(
        name = "eval",
        description = "Measures how well a model answers the questions of a benchmark.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse eval mmbench --data MMBench_DEV_EN.tsv --run runs/dev --model V.gguf"
                    + " --mmproj M.gguf",
            "  glimpse eval score mmbench predictions.xlsx --data MMBench_DEV_EN.tsv",
            "  glimpse eval compare runs/q4 runs/q8 --data MMBench_DEV_EN.tsv"
        })
public final class EvalCommand implements Runnable {
    private EvalCommand() {}

    /// The command with one subcommand for each benchmark, and `score` and `compare`.
    public static CommandLine commandLine(Surroundings surroundings) {
        var eval = new CommandLine(new EvalCommand());
        for (Benchmark benchmark : Benchmark.all()) {
            eval.addSubcommand(benchmark.id().name(), new EvalRunCommand(surroundings, benchmark));
        }
        return eval.addSubcommand(new EvalScoreCommand(surroundings))
                .addSubcommand(new EvalQuantCommand(surroundings))
                .addSubcommand(new EvalCompareCommand(surroundings));
    }

    @Override
    public void run() {
        throw CommandException.badInput(
                "eval of what? Give a benchmark ("
                        + Benchmark.all().stream()
                                .map(benchmark -> benchmark.id().name())
                                .collect(Collectors.joining(", "))
                        + "), score, quant, compare, or --help");
    }
}
