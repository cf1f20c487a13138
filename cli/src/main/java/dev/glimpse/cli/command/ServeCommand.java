package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.screen.Logging;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.http.InferenceServer;
import dev.glimpse.http.ServerOptions;
import dev.glimpse.http.fault.ServiceException;
import dev.glimpse.runtime.VisionLanguageModel;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `glimpse serve`: the HTTP service, until SIGTERM or Ctrl-C.
@Command(
        name = "serve",
        description = {
            "Answers over HTTP, with a page to try it on at /.",
            "SIGTERM and Ctrl-C let requests under way finish, for up to 20 seconds. The log goes"
                    + " to standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse serve",
            "  glimpse serve --host 0.0.0.0 --port 9000 --model V.gguf --mmproj mmproj.gguf",
            "  curl -F image=@photo.jpg -F question='What is it?' http://127.0.0.1:8080/v1/vqa"
        })
public final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:GLIMPSE_HOST:-127.0.0.1}",
            description =
                    "Address to listen on; 0.0.0.0 is all of this machine's. Default: GLIMPSE_HOST,"
                            + " or 127.0.0.1.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:GLIMPSE_PORT:-8080}",
            description = "Port; 0 takes any free one. Default: GLIMPSE_PORT, or 8080.")
    private int port;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);

    public ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        Logging.configure("info", surroundings.environment());
        ServerOptions options = options();
        try (var opened = VisionLanguageModel.open(model.options(surroundings.installation()));
                var server = InferenceServer.start(opened, options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "glimpse-shutdown"));
            announce(screen, opened.info().name(), server.port());
            told.await();
        } catch (ServiceException e) {
            throw CommandException.failure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
        return ExitCode.OK.number();
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
        try {
            ServerOptions options = ServerOptions.DEFAULT.withHost(host).withPort(port);
            Installation installation = surroundings.installation();
            return installation
                    .sampleQuestions()
                    .map(questions -> options.withSamples(questions.resolveSibling("")))
                    .orElse(options);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(
                    e.getMessage() + "; set it with --host, --port, GLIMPSE_HOST or GLIMPSE_PORT",
                    e);
        }
    }

    private void announce(Screen screen, String modelName, int boundPort) {
        String address = "http://" + reachable(host) + ":" + boundPort;
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
