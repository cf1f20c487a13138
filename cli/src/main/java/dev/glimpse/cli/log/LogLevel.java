package dev.glimpse.cli.log;

import ch.qos.logback.classic.Level;
import java.util.Locale;

/// How much is logged, from all to nothing.
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF;

    /// As environment variables have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level level() {
        return Level.toLevel(name());
    }
}
