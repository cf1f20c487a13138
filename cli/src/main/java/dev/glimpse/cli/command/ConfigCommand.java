package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.install.Place;
import dev.glimpse.cli.install.Places;
import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `glimpse config`: what is installed where, and what the environment sets.
@Command(
        name = "config",
        description =
                "Shows versions, the folders that Glimpse uses, and the environment variables that"
                        + " it obeys, with what they are set to.",
        footerHeading = "%nExamples:%n",
        footer = {"  glimpse config", "  glimpse config --json | jq -r .java"})
public final class ConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin private final QuietFlag quiet = new QuietFlag();

    public ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        Screen screen = surroundings.screen();
        List<Place> places = Places.of(surroundings.installation(), surroundings.environment());
        if (json) {
            screen.line(
                    JsonText.object(object ->
                            places.forEach(place ->
                                    object.writeStringProperty(place.name(), place.value()))));
            return ExitCode.OK.number();
        }
        List<List<String>> rows =
                places.stream().map(place -> List.of(place.name(), place.value())).toList();
        var table = Table.fitting(rows);
        for (List<String> row : rows) {
            String line = screen.outIsTerminal() ? table.aligned(row) : Table.separated(row);
            screen.line(Screen.harmless(line));
        }
        return ExitCode.OK.number();
    }
}
