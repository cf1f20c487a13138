package dev.glimpse.cli.fault;

/// Nobody reads standard output any more, as in `glimpse ask ... | head -c 1`; there is nothing
/// left to say.
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutputClosedException() {
        super("standard output is closed");
    }
}
