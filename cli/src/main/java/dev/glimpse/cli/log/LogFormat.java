package dev.glimpse.cli.log;

import java.util.Locale;

/// What a line of the log looks like.
public enum LogFormat {
    /// For people: time, level, logger, message, and stack traces below.
    TEXT,

    /// For programs: an object a line.
    JSON;

    /// As environment variables have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
