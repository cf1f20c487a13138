package dev.glimpse.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.glimpse.cli.fault.CommandException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much of the libraries' logs appears on standard error, and in which form. What is said last
/// holds.
public final class Logging {
    private static final String LEVEL = "GLIMPSE_LOG";
    private static final String FORMAT = "GLIMPSE_LOG_FORMAT";

    /// Libraries whose `info` is about themselves.
    private static final List<String> CHATTY = List.of("io.javalin", "org.eclipse.jetty");

    private static final String TEXT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %level %logger{0} - %msg%n%ex";

    private Logging() {}

    /// Warnings as text, unless `GLIMPSE_LOG` and `GLIMPSE_LOG_FORMAT` say otherwise.
    ///
    /// @throws CommandException if they have values that are not known
    public static void configure(Map<String, String> environment) {
        Optional<LogLevel> level = value(LEVEL, environment, LogLevel.values());
        LogFormat format = value(FORMAT, environment, LogFormat.values()).orElse(LogFormat.TEXT);
        level.ifPresentOrElse(each -> all(each, format), () -> usual(LogLevel.WARN, format));
    }

    /// What is said at a level or above it; of libraries that say much about themselves warnings.
    public static void usual(LogLevel level, LogFormat format) {
        LoggerContext context = configured(level, format);
        CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }

    /// What anybody says at a level or above it.
    public static void all(LogLevel level, LogFormat format) {
        configured(level, format);
    }

    private static LoggerContext configured(LogLevel level, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(format, context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.level());
        root.addAppender(appender);
        return context;
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        EncoderBase<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> {
                        var text = new PatternLayoutEncoder();
                        text.setPattern(TEXT);
                        yield text;
                    }
                    case JSON -> new JsonLines();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static <E extends Enum<E>> Optional<E> value(
            String variable, Map<String, String> environment, E[] allowed) {
        String given = environment.get(variable);
        if (given == null) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(allowed)
                        .filter(each -> each.name().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseThrow(() -> refusal(variable, given, allowed)));
    }

    private static CommandException refusal(String variable, String given, Enum<?>[] allowed) {
        String names =
                Arrays.stream(allowed)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return CommandException.badInput(variable + " is " + given + "; allowed: " + names);
    }
}
