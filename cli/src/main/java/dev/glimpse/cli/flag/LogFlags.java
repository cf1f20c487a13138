package dev.glimpse.cli.flag;

import dev.glimpse.cli.log.LogFormat;
import dev.glimpse.cli.log.LogLevel;
import dev.glimpse.cli.log.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a server logs, and how.
public final class LogFlags {
    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            description =
                    "How much is logged: trace, debug, info, warn, error, off. Default: info, and"
                            + " of the web server warnings alone.")
    private @Nullable LogLevel level;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Lines of the log: text, or an object of JSON each. Default: text.")
    private LogFormat format = LogFormat.TEXT;

    /// Has it so from now on; before anything is logged.
    public void apply() {
        if (level == null) {
            Logging.usual(LogLevel.INFO, format);
        } else {
            Logging.all(level, format);
        }
    }
}
