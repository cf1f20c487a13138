package dev.glimpse.cli;

import dev.glimpse.cli.command.ApiKeyCommand;
import dev.glimpse.cli.command.AskCommand;
import dev.glimpse.cli.command.BenchCommand;
import dev.glimpse.cli.command.CaptionCommand;
import dev.glimpse.cli.command.ChatCommand;
import dev.glimpse.cli.command.CompletionCommand;
import dev.glimpse.cli.command.ConfigCommand;
import dev.glimpse.cli.command.EvalCommand;
import dev.glimpse.cli.command.InspectCommand;
import dev.glimpse.cli.command.ManCommand;
import dev.glimpse.cli.command.SamplesCommand;
import dev.glimpse.cli.command.ServeCommand;
import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.install.Version;
import dev.glimpse.cli.log.Logging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ScopeType;

/// The command line: `glimpse ask | caption | chat | serve | api-key | inspect | samples | eval`.
@Command(
        name = "glimpse",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = false,
        usageHelpWidth = 96,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something failed: a port in use, a library missing",
            "2:bad usage or input: an option, an image, a question, a model file",
            "130:ended by Ctrl-C (143: by SIGTERM)"
        })
public final class Glimpse implements Runnable {
    private Glimpse() {}

    /// Runs one command.
    ///
    /// @return the exit code
    public static int run(Surroundings surroundings, String... arguments) {
        var errors = new ErrorPrinter(surroundings.screen());
        try {
            Logging.configure(surroundings.environment());
        } catch (CommandException e) {
            return errors.print(e);
        }
        try {
            return commandLine(surroundings, errors, arguments).execute(arguments);
        } catch (Error e) { // picocli hands over exceptions alone
            return errors.print(e);
        }
    }

    private static CommandLine commandLine(
            Surroundings surroundings, ErrorPrinter errors, String... arguments) {
        boolean colours = surroundings.screen().outHasColours();
        var root = new CommandLine(new Glimpse());
        commands(surroundings, arguments).forEach(root::addSubcommand);
        root.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        root.getCommandSpec().versionProvider(Version::lines);
        root.getCommandSpec()
                .usageMessage()
                .description("Answers questions about images, on this machine.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  glimpse ask photo.jpg \"What colour is the car?\"",
                        "  glimpse caption photos/ --out captions.jsonl",
                        "  glimpse chat photo.jpg",
                        "  glimpse serve --port 8080",
                        "",
                        "GLIMPSE_LOG=debug shows what the libraries log.");
        return root;
    }

    /// The command that is named first, where one is: looking through the options of all takes
    /// longer than most commands do to begin. Otherwise all, in the order of the help.
    private static List<Object> commands(Surroundings surroundings, String... arguments) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("ask", () -> new AskCommand(surroundings));
        all.put("caption", () -> new CaptionCommand(surroundings));
        all.put("chat", () -> new ChatCommand(surroundings));
        all.put("bench", () -> new BenchCommand(surroundings));
        all.put("serve", () -> ServeCommand.commandLine(surroundings, arguments));
        all.put("api-key", () -> new ApiKeyCommand(surroundings));
        all.put("inspect", () -> new InspectCommand(surroundings));
        all.put("samples", () -> new SamplesCommand(surroundings));
        all.put("eval", () -> EvalCommand.commandLine(surroundings));
        all.put("config", () -> new ConfigCommand(surroundings));
        all.put("completion", () -> new CompletionCommand(surroundings));
        all.put("man", () -> new ManCommand(surroundings));
        boolean aboutAll =
                arguments.length > 0 && List.of("completion", "man").contains(arguments[0]);
        if (!aboutAll && arguments.length > 0 && all.containsKey(arguments[0])) {
            all.keySet().retainAll(Set.of(arguments[0]));
        }
        return all.values().stream().map(Supplier::get).toList();
    }

    @Override
    public void run() {
        throw CommandException.badInput(
                "no command; give one of ask, caption, chat, eval, bench, serve, api-key, inspect,"
                        + " config, or --help");
    }
}
