package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.bench.Figure;
import dev.glimpse.cli.bench.MachineBench;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `glimpse bench`: how quick a model is on this machine.
@Command(
        name = "bench",
        description = {
            "Measures a model on this machine: milliseconds to encode an image of 448x448 pixels,"
                    + " tokens/s of a prompt of 256 words, and of answers of 64 tokens.",
            "Median, least and most of several rounds; the first is not counted. Nothing else"
                    + " should run beside it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse bench",
            "  glimpse bench --model V.gguf --mmproj mmproj.gguf --threads 8 --rounds 3",
            "  glimpse bench --json | jq '.figures[] | select(.name == \"image\").median'"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_ROUNDS = 1000;
    private static final int MOST_AT_ONCE = 64;

    private final Surroundings surroundings;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "Answers asked for at once in the last row. Default: ${DEFAULT-VALUE}.")
    private int atOnce = 8;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    public BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        require("--rounds", rounds, MOST_ROUNDS);
        require("--at-once", atOnce, MOST_AT_ONCE);
        long start = System.nanoTime();
        var options = model.options(surroundings.installation()).withQueueCapacity(MOST_AT_ONCE);
        try (var opened = OpenModel.open(options)) {
            var figures = new ArrayList<Figure>();
            double load = (System.nanoTime() - start) / NANOS_PER_SECOND;
            figures.add(new Figure("load", "s", load, load, load));
            screen.status("measuring " + opened.info().name());
            figures.addAll(new MachineBench(opened, rounds, atOnce).run());
            screen.endStatus();
            if (json) {
                screen.line(json(opened.info().name(), figures));
            } else {
                screen.line(Screen.harmless(opened.info().name()) + ", " + rounds + " rounds");
                print(screen, figures);
            }
        }
        return ExitCode.OK.number();
    }

    private static void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw CommandException.badInput(option + " is " + value + "; allowed: 1 to " + most);
        }
    }

    private static void print(Screen screen, List<Figure> figures) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("", "median", "least", "most", "unit"));
        for (Figure figure : figures) {
            rows.add(
                    List.of(
                            figure.name(),
                            number(figure.median()),
                            number(figure.least()),
                            number(figure.most()),
                            figure.unit()));
        }
        var table = Table.fitting(rows);
        for (List<String> row : rows) {
            String line = screen.outIsTerminal() ? table.aligned(row) : Table.separated(row);
            screen.line(row.equals(rows.getFirst()) ? screen.toned(Tone.STRONG, line) : line);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    private static String json(String name, List<Figure> figures) {
        return JsonText.object(json -> {
            json.writeStringProperty("model", name);
            json.writeArrayPropertyStart("figures");
            for (Figure figure : figures) {
                json.writeStartObject();
                json.writeStringProperty("name", figure.name());
                json.writeStringProperty("unit", figure.unit());
                json.writeNumberProperty("median", figure.median());
                json.writeNumberProperty("least", figure.least());
                json.writeNumberProperty("most", figure.most());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
