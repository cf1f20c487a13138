package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeProcessTest {
    private static final String QUESTION = "What color is the image?";

    @TempDir Path folder;

    @Test
    void serverSaysWhereItIsAnswersAndEndsOnSigterm() throws Exception {
        byte[] image = TestImage.plain(0xFF0000);
        Files.write(folder.resolve("red.png"), image);
        var asked = GlimpseProcess.in(folder).run("ask", "red.png", QUESTION, "--json");

        String reply;
        try (var server = Server.start(folder)) {
            assertThat(server.announcement())
                    .containsPattern("at http://127\\.0\\.0\\.1:\\d+/")
                    .contains("Try: curl -F image=@", "-F 'question=", "/v1/vqa");
            reply = post(server.address() + "v1/vqa", image);
            assertThat(server.terminate()).isZero();
        }

        assertThat(JsonPaths.of(reply).keySet()).isEqualTo(JsonPaths.of(asked.out()).keySet());
        assertThat(JsonPaths.of(reply))
                .containsEntry("answer", JsonPaths.of(asked.out()).get("answer"));
    }

    @Test
    void portInUseIsAFailureThatSaysSo() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            var outcome = GlimpseProcess.in(folder).with("GLIMPSE_PORT", port).run("serve");

            assertThat(outcome.code()).isEqualTo(1);
            // Before the model is loaded, so nothing is logged.
            assertThat(outcome.err())
                    .startsWith("glimpse: ")
                    .contains(port, "in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void portsAndHostsThatCannotBeAreRefused() throws Exception {
        var large = GlimpseProcess.in(folder).run("serve", "--port", "70000");
        var word = GlimpseProcess.in(folder).with("GLIMPSE_PORT", "http").run("serve");
        var host = GlimpseProcess.in(folder).run("serve", "--host", "no.such.host.invalid");

        assertThat(large.code()).isEqualTo(2);
        assertThat(large.err()).contains("70000", "65535").hasLineCount(1);
        assertThat(word.code()).isEqualTo(2);
        assertThat(word.err()).startsWith("glimpse: ").contains("--port", "http");
        assertThat(host.code()).isEqualTo(1);
        assertThat(host.err()).startsWith("glimpse: ").contains("no.such.host.invalid");
    }

    @Test
    void theLogIsAnObjectOfJsonALineWhenAsked() throws Exception {
        Path settings = Files.writeString(folder.resolve("s.properties"), "log-format = json\n");
        byte[] image = TestImage.plain(0xFF0000);
        try (var server = Server.start(folder, "--config", settings.toString())) {
            post(server.address() + "v1/vqa?secret", image);
            assertThat(server.terminate()).isZero();
        }

        String log = Files.readString(folder.resolve("log.txt"));
        var lines = log.lines().map(JsonPaths::of).toList();
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line).containsKeys("timestamp", "level", "logger", "message"));
        assertThat(lines)
                .filteredOn(line -> line.containsKey("request_id"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .containsEntry("logger", "dev.glimpse.http.requests")
                                .containsEntry("level", "INFO")
                                .containsEntry("method", "POST")
                                .containsEntry("route", "/v1/vqa")
                                .containsEntry("path", "/v1/vqa")
                                .containsEntry("status", "200")
                                .containsEntry("image_tokens", "32")
                                .containsKeys("duration_ms", "prompt_tokens", "completion_tokens"));
        assertThat(log)
                .contains("\"status\":200,", "\"image_tokens\":32,")
                .doesNotContain(
                        QUESTION,
                        "secret",
                        Base64.getEncoder().encodeToString(image).substring(0, 24));
    }

    @Test
    void urlsAreRefusedByTheirAddressAndNotForWantOfAModuleOfJava() throws Exception {
        try (var server = Server.start(folder, "--image-urls")) {
            var connection =
                    (HttpURLConnection)
                            URI.create(server.address() + "v1/vqa").toURL().openConnection();
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (var stream = connection.getOutputStream()) {
                stream.write(
                        "{\"question\": \"What?\", \"images\": [\"https://127.0.0.1/x.png\"]}"
                                .getBytes(StandardCharsets.UTF_8));
            }
            assertThat(connection.getResponseCode()).isEqualTo(400);
            try (var stream = connection.getErrorStream()) {
                assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("is not of a host of the public internet");
            }
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void theLogIsTextUnlessAskedOtherwise() throws Exception {
        try (var server = Server.start(folder, "--log", "info", "--log-format", "text")) {
            post(server.address() + "v1/vqa", TestImage.plain(0xFF0000));
            assertThat(server.terminate()).isZero();
        }

        assertThat(Files.readString(folder.resolve("log.txt")))
                .containsPattern(
                        "(?m)^[0-9]{4}-[0-9-]{5} [0-9:]{8}\\.[0-9]{3} INFO requests - POST /v1/vqa"
                                + " 200 [0-9.]+ ms id=[0-9a-f]{16} prompt_tokens=[0-9]+"
                                + " image_tokens=32 completion_tokens=[0-9]+$");
    }

    private static String post(String address, byte[] image) throws IOException {
        var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        String body =
                "{\"question\": \""
                        + QUESTION
                        + "\", \"images\": [\""
                        + Base64.getEncoder().encodeToString(image)
                        + "\"]}";
        try (var stream = connection.getOutputStream()) {
            stream.write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (var stream = connection.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A server under way, with its announcement read from standard output.
    private record Server(Process process, String announcement) implements AutoCloseable {

        static Server start(Path folder, String... flags) throws IOException {
            var builder =
                    new ProcessBuilder(
                                    GlimpseProcess.dist().resolve("bin/glimpse").toString(),
                                    "serve",
                                    "--port",
                                    "0")
                            .directory(folder.toFile())
                            .redirectError(folder.resolve("log.txt").toFile());
            builder.command().addAll(List.of(flags));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            var reader = process.inputReader(StandardCharsets.UTF_8);
            String first = reader.readLine();
            if (first == null) {
                throw new AssertionError(Files.readString(folder.resolve("log.txt")));
            }
            return new Server(process, first + "\n" + reader.readLine());
        }

        String address() {
            return announcement.lines().findFirst().orElseThrow().replaceFirst(".* at ", "");
        }

        /// Sends SIGTERM.
        ///
        /// @return the exit code
        int terminate() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
