package dev.glimpse.evaluation.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCheckTest {
    private static final String LIST =
            "{\"data\": [{\"id\": \"some-model\"}, {\"id\": \"other\"}]}";

    private record Canned(int status, String body) {}

    private final Map<String, Canned> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void closedPortIsSaidAtOnce() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThatThrownBy(() -> EndpointCheck.require(options(port, "m")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining(
                        "127.0.0.1:" + port + "/v1 cannot be reached: nothing listens")
                .hasMessageContaining("Start the server, or mend the URL");
    }

    @Test
    void modelInTheListIsEnough() {
        replies.put("/v1/models", new Canned(200, LIST));

        assertThatCode(() -> require("some-model")).doesNotThrowAnyException();
        assertThat(asked).containsExactly("/v1/models");
    }

    @Test
    void serverThatAnswersUnderAnyNameIsTakenByAReplyOfOneToken() {
        replies.put("/v1/models", new Canned(200, LIST));
        replies.put("/v1/chat/completions", new Canned(200, "{\"choices\": []}"));

        assertThatCode(() -> require("default")).doesNotThrowAnyException();
        assertThat(asked).containsExactly("/v1/models", "/v1/chat/completions");
    }

    @Test
    void unknownModelIsToldWithThoseThereAre() {
        replies.put("/v1/models", new Canned(200, LIST));
        replies.put("/v1/chat/completions", new Canned(404, "{\"error\": \"no such model\"}"));

        assertThatThrownBy(() -> require("mine"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("does not answer as model \"mine\" (status 404")
                .hasMessageEndingWith("It offers some-model, other");
    }

    @Test
    void addressWithoutAnApiIsTold() {
        assertThatThrownBy(() -> require("mine"))
                .isInstanceOf(RunException.class)
                .hasMessageEndingWith("Is the URL that of an API, such as .../v1?");
    }

    @Test
    void missingKeyIsTold() {
        replies.put("/v1/models", new Canned(401, "no key"));

        assertThatThrownBy(() -> require("some-model"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("refuses to answer without a key (status 401: no key)")
                .hasMessageContaining("OPENAI_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void serverThatIsBusyIsLeftToTheRunsAttempts(int status) {
        replies.put("/v1/models", new Canned(status, "loading"));
        replies.put("/v1/chat/completions", new Canned(status, "loading"));

        assertThatCode(() -> require("some-model")).doesNotThrowAnyException();
    }

    private void require(String model) {
        EndpointCheck.require(options(server.getAddress().getPort(), model));
    }

    private static EndpointOptions options(int port, String model) {
        return new EndpointOptions(
                URI.create("http://127.0.0.1:" + port + "/v1"),
                model,
                Optional.empty(),
                16,
                Duration.ofSeconds(20));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        asked.add(path);
        Canned reply = replies.getOrDefault(path, new Canned(404, "not here"));
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
