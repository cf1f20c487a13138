package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.manual.ManualPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `glimpse man`: pages of the manual.
@Command(
        name = "man",
        description = "Prints a page of the manual, or writes all pages to a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse man caption | man -l -",
            "  glimpse man --out ~/.local/share/man/man1"
        })
public final class ManCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, such as caption or eval score. Default: glimpse itself.")
    private List<String> command = List.of();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write the pages of all commands to DIR, glimpse.1 and so on.")
    private @Nullable Path folder;

    @Spec private CommandSpec spec = CommandSpec.create();

    public ManCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        if (folder == null) {
            surroundings.screen().write(ManualPage.of(named(root).getCommandSpec()));
            return ExitCode.OK.number();
        }
        try {
            Files.createDirectories(folder);
            for (CommandLine each : withAllBelow(root)) {
                CommandSpec page = each.getCommandSpec();
                String file = page.qualifiedName("-") + ".1";
                Files.writeString(folder.resolve(file), ManualPage.of(page));
            }
        } catch (IOException e) {
            throw CommandException.badInput(
                    "--out " + folder + " cannot be written: " + e.getMessage(), e);
        }
        return ExitCode.OK.number();
    }

    private CommandLine named(CommandLine root) {
        CommandLine at = root;
        for (String name : command) {
            CommandLine below = at.getSubcommands().get(name);
            if (below == null) {
                throw CommandException.badInput(
                        "there is no command '"
                                + String.join(" ", command)
                                + "'; there are "
                                + String.join(", ", at.getSubcommands().keySet()));
            }
            at = below;
        }
        return at;
    }

    private static List<CommandLine> withAllBelow(CommandLine command) {
        var all = new ArrayList<CommandLine>();
        all.add(command);
        command.getSubcommands().values().forEach(below -> all.addAll(withAllBelow(below)));
        return all;
    }
}
