package dev.glimpse.cli;

import dev.glimpse.cli.command.AskCommand;
import dev.glimpse.cli.command.CaptionCommand;
import dev.glimpse.cli.command.ChatCommand;
import dev.glimpse.cli.command.EvalCommand;
import dev.glimpse.cli.command.InspectCommand;
import dev.glimpse.cli.command.SamplesCommand;
import dev.glimpse.cli.command.ServeCommand;
import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.install.Version;
import dev.glimpse.cli.screen.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ScopeType;

/// The command line: `glimpse ask | caption | chat | serve | inspect | samples | eval`.
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
            Logging.configure("warn", surroundings.environment());
        } catch (CommandException e) {
            return errors.print(e);
        }
        try {
            return commandLine(surroundings, errors).execute(arguments);
        } catch (Error e) { // picocli hands over exceptions alone
            return errors.print(e);
        }
    }

    private static CommandLine commandLine(Surroundings surroundings, ErrorPrinter errors) {
        boolean colours = surroundings.screen().outHasColours();
        var root =
                new CommandLine(new Glimpse())
                        .addSubcommand(new AskCommand(surroundings))
                        .addSubcommand(new CaptionCommand(surroundings))
                        .addSubcommand(new ChatCommand(surroundings))
                        .addSubcommand(new ServeCommand(surroundings))
                        .addSubcommand(new InspectCommand(surroundings))
                        .addSubcommand(new SamplesCommand(surroundings))
                        .addSubcommand(EvalCommand.commandLine(surroundings))
                        .setExpandAtFiles(false)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setColorScheme(
                                CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
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

    @Override
    public void run() {
        throw CommandException.badInput(
                "no command; give one of ask, caption, chat, serve, inspect, samples, eval, or"
                        + " --help");
    }
}
