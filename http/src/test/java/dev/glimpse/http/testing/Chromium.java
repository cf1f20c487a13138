package dev.glimpse.http.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A headless Chromium of its own profile, found on the `PATH`.
public final class Chromium implements AutoCloseable {
    private static final String READY = "DevTools listening on ";

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    private Chromium(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// The program, if this machine has one.
    public static Optional<Path> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Stream.of(System.getenv("PATH").split(":", -1))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Starts it.
    ///
    /// @param profile an empty folder
    @SuppressWarnings("MustBeClosed") // closed by the test
    public static Chromium start(Path program, Path profile) throws IOException {
        var process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--hide-scrollbars",
                                "--force-color-profile=srgb",
                                "--use-fake-device-for-media-stream",
                                "--use-fake-ui-for-media-stream",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .start();
        try {
            URI socket = awaitReady(process);
            return new Chromium(
                    process, URI.create("http://" + socket.getHost() + ":" + socket.getPort()));
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// Opens a tab.
    @SuppressWarnings("MustBeClosed") // closed by the test
    public DevTools open(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        JsonNode target =
                JsonMapper.shared()
                        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        var tools =
                DevTools.connect(
                        http, URI.create(target.get("webSocketDebuggerUrl").stringValue()));
        tools.navigate(url);
        return tools;
    }

    @Override
    public void close() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        http.close();
    }

    private static URI awaitReady(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        var seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread.ofVirtual().name("chromium-output").start(() -> discard(output));
                return URI.create(line.substring(READY.length()).strip());
            }
            seen.append(line).append('\n');
        }
        throw new IOException("Chromium did not start: " + seen);
    }

    /// Keeps the pipe from filling up.
    private static void discard(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // it has ended
        }
    }
}
