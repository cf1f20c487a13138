package dev.glimpse.cli.fault;

/// Ends a command with one line for the user: what was found, what is allowed, what to do.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    private CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The user can mend it on the command line or in a file.
    public static CommandException badInput(String message) {
        return new CommandException(ExitCode.BAD_INPUT, message);
    }

    /// The user can mend it on the command line or in a file.
    public static CommandException badInput(String message, Throwable cause) {
        return new CommandException(ExitCode.BAD_INPUT, message, cause);
    }

    /// The surroundings are to blame.
    public static CommandException failure(String message) {
        return new CommandException(ExitCode.FAILURE, message);
    }

    /// The surroundings are to blame.
    public static CommandException failure(String message, Throwable cause) {
        return new CommandException(ExitCode.FAILURE, message, cause);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
