package dev.glimpse.cli.command;

import dev.glimpse.cli.config.ConfigReport;
import dev.glimpse.cli.config.Settings;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.LogFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.ServerFlags;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.http.InferenceServer;
import dev.glimpse.http.fault.ServiceException;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `glimpse serve`: the HTTP service, until SIGTERM or Ctrl-C.
@Command(
        name = "serve",
        description = {
            "Answers over HTTP, with a page to try it on at /.",
            "SIGTERM and Ctrl-C let requests under way finish. The log goes to standard error.",
            "Each option can be a line of a file (port = 9000) that --config names, or an"
                    + " environment variable (GLIMPSE_PORT); flags go before the environment, the"
                    + " environment before the file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse serve",
            "  glimpse serve --host 0.0.0.0 --port 9000 --model V.gguf --mmproj mmproj.gguf",
            "  glimpse serve --config glimpse.properties --print-config",
            "  curl -F image=@photo.jpg -F question='What is it?' http://127.0.0.1:8080/v1/vqa"
        })
public final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Settings settings;
    @Spec private @Nullable CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // Settings reads it before the flags are
    @Option(
            names = Settings.FILE_FLAG,
            paramLabel = "FILE",
            description =
                    "Settings, one a line: name = value, with the names of these options. Default:"
                            + " GLIMPSE_CONFIG, or none.")
    private @Nullable Path config;

    @Option(
            names = "--print-config",
            description = "Print all settings and where each comes from, and end.")
    private boolean printConfig;

    @Mixin private final ServerFlags server = new ServerFlags();
    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final LogFlags log = new LogFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);

    private ServeCommand(Surroundings surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /// The command.
    ///
    /// @param arguments of the whole command line
    public static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        var settings = new Settings(surroundings.environment(), arguments);
        return new CommandLine(new ServeCommand(surroundings, settings))
                .setDefaultValueProvider(settings);
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        log.apply();
        ServerOptions options = options();
        ModelOptions modelOptions = server.allowed(model.options(surroundings.installation()));
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        settings.mistypedVariables(command).forEach(screen::hint);
        if (printConfig) {
            ConfigReport.print(command, settings, screen::line);
            return ExitCode.OK.number();
        }
        try {
            InferenceServer.check(options);
            serve(modelOptions, options);
        } catch (ServiceException e) {
            throw CommandException.failure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
        return ExitCode.OK.number();
    }

    private void serve(ModelOptions modelOptions, ServerOptions options)
            throws InterruptedException {
        try (var opened = VisionLanguageModel.open(modelOptions);
                var service = InferenceServer.start(opened, options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "glimpse-shutdown"));
            announce(surroundings.screen(), opened.info().name(), service.port());
            told.await();
        }
    }

    /// On SIGTERM or SIGINT: has the command's thread close server and model, and waits for it.
    private void stop() {
        told.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // Stopping as told is success, for service managers and for make.
        Runtime.getRuntime().halt(ExitCode.OK.number());
    }

    private ServerOptions options() {
        return server.options(
                surroundings
                        .installation()
                        .sampleQuestions()
                        .map(questions -> questions.resolveSibling("")));
    }

    private void announce(Screen screen, String modelName, int boundPort) {
        String address = server.scheme() + "://" + reachable(server.host()) + ":" + boundPort;
        screen.line("Glimpse answers with " + modelName + " at " + address + "/");
        screen.line("Try: " + SampleRequest.curl(surroundings.installation(), address));
    }

    /// Where a client on this machine finds a server that listens on `host`.
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
