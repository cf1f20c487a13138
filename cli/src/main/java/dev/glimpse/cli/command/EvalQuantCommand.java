package dev.glimpse.cli.command;

import dev.glimpse.cli.evaluate.PeakMemory;
import dev.glimpse.cli.evaluate.QuantTable;
import dev.glimpse.cli.evaluate.ReportFiles;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// `glimpse eval quant`: one benchmark over several files of a model.
@Command(
        name = "quant",
        description = {
            "Runs one benchmark over several GGUF files, one after the other, and prints score,"
                    + " speed and memory side by side; each is compared with the first (paired,"
                    + " exact).",
            "All other options are those of the benchmark (glimpse eval BENCHMARK --help). Goes on"
                    + " where it was ended."
        },
        footerHeading = "%nExamples:%n",
        footer =
                "  glimpse eval quant mmbench --data MMBench_DEV_EN.tsv --run runs/quants --mmproj"
                        + " M.gguf --gguf V-f16.gguf --gguf V-Q4_K_M.gguf")
public final class EvalQuantCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "BENCHMARK", description = "A benchmark's name.")
    private String benchmark = "";

    @Option(
            names = "--gguf",
            paramLabel = "FILE",
            required = true,
            description =
                    "A decoder. Give two or more; the first is what others are compared with.")
    private List<Path> files = List.of();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            required = true,
            description = "The folder of the runs, one in it for each file.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print the comparison as one JSON object.")
    private boolean json;

    @Mixin private final QuietFlag quiet = new QuietFlag();

    @Unmatched private List<String> others = new ArrayList<>();

    EvalQuantCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        Benchmark named = Benchmark.named(benchmark);
        checkNames();
        var table = new QuantTable();
        for (Path file : files) {
            boolean known = PeakMemory.reset();
            Optional<Report> report = run(named, file);
            if (report.isEmpty()) {
                return ExitCode.OK.number();
            }
            OptionalLong peak = known ? PeakMemory.bytes() : OptionalLong.empty();
            table.add(new QuantTable.Row(name(file), size(file), report.get(), peak));
        }
        if (json) {
            surroundings.screen().line(table.json());
        } else {
            table.print(surroundings.screen());
        }
        ReportFiles.write(folder, "quant.csv", table.csv());
        return ExitCode.OK.number();
    }

    private Optional<Report> run(Benchmark named, Path file) {
        var command = new EvalRunCommand(surroundings, named);
        var arguments = new ArrayList<>(others);
        arguments.addAll(
                List.of(
                        "--model",
                        file.toString(),
                        "--run",
                        folder.resolve(name(file)).toString()));
        parse(named, command, arguments);
        return command.report();
    }

    private static void parse(Benchmark named, EvalRunCommand command, List<String> arguments) {
        try {
            new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) { // of a command without a name
            throw CommandException.badInput(
                    e.getMessage()
                            + "; options besides those of quant are those of glimpse eval "
                            + named.id().name()
                            + " --help",
                    e);
        }
    }

    private void checkNames() {
        if (files.size() < 2) {
            throw CommandException.badInput("one --gguf; give two or more to compare");
        }
        var names = new HashSet<String>();
        for (Path file : files) {
            if (!names.add(name(file))) {
                throw CommandException.badInput(
                        "two files are called " + name(file) + "; their runs need names apart");
            }
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\.gguf$", "");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw CommandException.failure(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
