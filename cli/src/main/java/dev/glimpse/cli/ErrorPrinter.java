package dev.glimpse.cli;

import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.fault.LibraryException;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.cli.config.Settings;
import dev.glimpse.cli.config.Settings.Source;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.fault.OutputClosedException;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.evaluation.fault.EvaluationException;
import dev.glimpse.evaluation.fault.RunException;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.fault.QueueFullException;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.fault.VisionException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The one place where exceptions become a line on standard error and an exit code.
final class ErrorPrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Screen screen;

    ErrorPrinter(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        screen.error(message(failure));
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        for (String suggestion : suggestions(failure)) {
            screen.hint("Did you mean " + suggestion + "?");
        }
        screen.hint("Try: " + command + " --help");
        return ExitCode.BAD_INPUT.number();
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        return print(failure);
    }

    /// Prints what is fit to print.
    ///
    /// @return the exit code
    int print(Throwable failure) {
        return switch (failure) {
            case OutputClosedException _ -> ExitCode.FAILURE.number();
            case CommandException e -> report(e, e.exitCode());
            case ModelException e -> report(e, code(e));
            case VisionException e -> report(e, code(e));
            case NativeException e -> report(e, code(e));
            case RunException e -> report(e, ExitCode.FAILURE);
            case EvaluationException e -> report(e, ExitCode.BAD_INPUT);
            case ExceptionInInitializerError e when e.getCause() != null -> print(e.getCause());
            case OutOfMemoryError _ -> outOfMemory();
            default -> defect(failure);
        };
    }

    private static ExitCode code(ModelException failure) {
        return switch (failure) {
            case ModelLoadException e when e.getCause() instanceof NativeException cause ->
                    code(cause);
            case ModelLoadException e
                    when e.getCause() instanceof VisionException vision
                            && vision.getCause() instanceof NativeException cause ->
                    code(cause);
            case InvalidRequestException _, PromptTooLongException _, ModelLoadException _ ->
                    ExitCode.BAD_INPUT;
            case GenerationFailedException _, ModelClosedException _, QueueFullException _ ->
                    ExitCode.FAILURE;
            case ModelException _ -> ExitCode.FAILURE;
        };
    }

    private static ExitCode code(VisionException failure) {
        return switch (failure) {
            case ImageException _ -> ExitCode.BAD_INPUT;
            case EncoderException _ -> ExitCode.FAILURE;
            case VisionException _ -> ExitCode.FAILURE;
        };
    }

    private static ExitCode code(NativeException failure) {
        return switch (failure) {
            case GgufException _, NativeCallException _ -> ExitCode.BAD_INPUT;
            case LibraryException _ -> ExitCode.FAILURE;
        };
    }

    private int outOfMemory() {
        screen.error(
                "Java's memory is used up; give it more with GLIMPSE_JAVA_OPTS=-Xmx4g, or send"
                        + " smaller images");
        return ExitCode.FAILURE.number();
    }

    private int report(Exception failure, ExitCode code) {
        screen.error(String.valueOf(failure.getMessage()));
        return code.number();
    }

    /// A fault of this program: the stack trace is what a report needs.
    private int defect(Throwable failure) {
        screen.error("internal error, please report it: " + failure);
        failure.printStackTrace(screen.err());
        screen.err().flush();
        return ExitCode.FAILURE.number();
    }

    private static String message(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !failure.getCommandLine().getSubcommands().isEmpty()) {
            return "there is no command '"
                    + unmatched.getUnmatched().getFirst()
                    + "'; there are "
                    + String.join(", ", failure.getCommandLine().getSubcommands().keySet());
        }
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("bad usage")
                + origin(failure);
    }

    /// Where a value stands that no flag gave.
    private static String origin(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        if (!(failure.getArgSpec() instanceof OptionSpec option)
                || !(command.getDefaultValueProvider() instanceof Settings settings)) {
            return "";
        }
        return settings.find(option, command)
                .filter(setting -> setting.value().equals(failure.getValue()))
                .map(setting ->
                        switch (setting.source()) {
                            case Source.Variable(String name) -> " (from " + name + ")";
                            case Source.InFile(var path) -> " (from " + path + ")";
                            case Source.Flag _, Source.Default _ -> "";
                        })
                .orElse("");
    }

    private static List<String> suggestions(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(2).toList()
                : List.of();
    }
}
