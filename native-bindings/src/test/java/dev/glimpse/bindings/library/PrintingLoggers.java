package dev.glimpse.bindings.library;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Child processes' logging: a line `LOG logger LEVEL message` on standard output for each message,
/// found through `META-INF/services`.
public final class PrintingLoggers extends System.LoggerFinder {
    static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static volatile boolean throwing;

    /// From now on loggers throw instead of printing.
    static void setThrowing(boolean value) {
        throwing = value;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Printing(name);
    }

    private record Printing(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(Level.WARNING) >= 0;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            if (throwing) {
                throw new IllegalStateException("a logger that throws");
            }
            if (isLoggable(level)) {
                OUT.println("LOG " + name + " " + level + " " + message);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {
            log(
                    level,
                    bundle,
                    new MessageFormat(String.valueOf(format), Locale.ROOT).format(parameters),
                    (Throwable) null);
        }
    }
}
