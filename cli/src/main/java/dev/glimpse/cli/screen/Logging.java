package dev.glimpse.cli.screen;

import dev.glimpse.cli.fault.CommandException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How much of the libraries' logs appears on standard error. Takes effect if called before the
/// first logger is made.
public final class Logging {
    private static final String VARIABLE = "GLIMPSE_LOG";
    private static final List<String> LEVELS =
            List.of("trace", "debug", "info", "warn", "error", "off");

    /// Libraries whose `info` is about themselves.
    private static final List<String> CHATTY = List.of("io.javalin", "org.eclipse.jetty");

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    /// Sets level and form of the log.
    ///
    /// @param usual the level unless `GLIMPSE_LOG` in `environment` names another
    public static void configure(String usual, Map<String, String> environment) {
        String level = environment.getOrDefault(VARIABLE, usual).toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw CommandException.badInput(
                    VARIABLE + " is " + level + "; allowed: " + String.join(", ", LEVELS));
        }
        System.setProperty(PREFIX + "defaultLogLevel", level);
        if (!environment.containsKey(VARIABLE)) {
            for (String chatty : CHATTY) {
                System.setProperty(PREFIX + "log." + chatty, "warn");
            }
        }
        System.setProperty(PREFIX + "showThreadName", "false");
        System.setProperty(PREFIX + "showShortLogName", "true");
        System.setProperty(PREFIX + "showDateTime", "true");
        System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS");
        System.setProperty(PREFIX + "levelInBrackets", "false");
    }
}
