package dev.glimpse.cli.fault;

/// What the process returns; the help and the README list the same numbers.
public enum ExitCode {
    /// Done.
    OK(0),
    /// Something failed that other input would not have changed: a port in use, a library missing.
    FAILURE(1),
    /// The command line, an image, a question or a model file is not usable as given.
    BAD_INPUT(2),
    /// The user ended it by Ctrl-C (128 and the signal's number, as shells have it).
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
