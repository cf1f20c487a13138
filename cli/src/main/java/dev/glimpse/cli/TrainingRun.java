package dev.glimpse.cli;

import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Streams;
import dev.glimpse.http.InferenceServer;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the JVM is shown so that it knows beforehand what commands load and link: the training run
/// of its AOT cache (JEP 483, 514). The launcher starts this in place of [Main] to make the cache.
///
/// The commands run on the embedded model in this one process, and print to nowhere. The cache
/// keeps how often methods ran, too (JEP 515), so what a server does for each token is done often
/// enough here to be compiled at once there.
public final class TrainingRun {
    /// A streamed answer of some length, which the model must not end before.
    private static final String LONG_ANSWER =
            """
            {"messages": [{"role": "user", "content": "Tell me a long story."}],
             "max_tokens": 512, "ignore_eos": true, "temperature": 0, "stream": true}
            """;

    /// A streamed answer about an image, one of several at once.
    private static final String ANSWER_ABOUT_IMAGE =
            """
            {"messages": [{"role": "user", "content": [
               {"type": "image_url", "image_url": {"url": "data:image/png;base64,IMAGE"}},
               {"type": "text", "text": "What is on the left?"}]}],
             "max_tokens": 32, "ignore_eos": true, "temperature": 0, "stream": true}
            """;

    private static final int AT_ONCE = 8;

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        var installation = Installation.ofProcess();
        Path images = installation.sampleQuestions().orElseThrow().resolveSibling("images");
        String image = images.resolve("red-triangle.png").toString();
        Path folder = Files.createTempDirectory("glimpse-training-");
        Path rows = folder.resolve("rows.jsonl");
        List<List<String>> commands =
                List.of(
                        List.of("--help"),
                        List.of("ask", image, "What shape is present?"),
                        List.of("ask", image, "What shape is present?", "--json"),
                        List.of("chat", image),
                        List.of("caption", image, "--out", rows.toString()),
                        List.of("inspect", installation.embeddedModel().toString()));
        try {
            for (List<String> command : commands) {
                Glimpse.run(surroundings(installation), command.toArray(String[]::new));
            }
            serve(installation, images);
        } finally {
            delete(folder);
        }
        System.exit(0); // threads of the server may live on
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void serve(Installation installation, Path images) throws IOException {
        ServerOptions options = ServerOptions.DEFAULT.withListen(ListenOptions.DEFAULT.withPort(0));
        var files = ModelOptions.of(installation.embeddedModel(), installation.embeddedMmproj());
        try (var model = VisionLanguageModel.open(files);
                var server = InferenceServer.start(model, options)) {
            URL url =
                    URI.create("http://localhost:" + server.port() + "/v1/chat/completions")
                            .toURL();
            ask(url, LONG_ANSWER);
            for (Path image : images(images)) {
                String file = Base64.getEncoder().encodeToString(Files.readAllBytes(image));
                askAtOnce(url, ANSWER_ABOUT_IMAGE.replace("IMAGE", file));
            }
        }
    }

    private static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
    }

    private static void askAtOnce(URL url, String question) throws IOException {
        try (var users = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> answers =
                    IntStream.range(0, AT_ONCE)
                            .<Future<?>>mapToObj(_ ->
                                    users.submit(() -> {
                                        ask(url, question);
                                        return null;
                                    }))
                            .toList();
            for (Future<?> answer : answers) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a question was not answered", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void ask(URL url, String question) throws IOException {
        var connection = (HttpURLConnection) url.openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var body = connection.getOutputStream()) {
            body.write(question.getBytes(StandardCharsets.UTF_8));
        }
        try (var events = connection.getInputStream()) {
            events.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static Surroundings surroundings(Installation installation) {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var lines = "What shape is present?\n".getBytes(StandardCharsets.UTF_8);
        var streams = new Streams(new ByteArrayInputStream(lines), nowhere, nowhere, Set.of());
        return new Surroundings(Screen.of(streams, Map.of()), installation, Map.of());
    }
}
