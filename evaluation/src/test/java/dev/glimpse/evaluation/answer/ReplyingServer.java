package dev.glimpse.evaluation.answer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint on this machine that gives one reply to everything, or one for each path, and
/// remembers what it was asked.
final class ReplyingServer implements AutoCloseable {
    private record Canned(int status, String body) {}

    /// @param authorization the header; empty if there was none
    record Request(String path, String authorization, String body) {}

    private final HttpServer server;
    private final Map<String, Canned> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Canned usual;

    /// Replies so to every path.
    ReplyingServer(int status, String reply) throws IOException {
        usual = new Canned(status, reply);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Replies so to every path that has no reply of its own.
    void reply(int status, String reply) {
        usual = new Canned(status, reply);
    }

    void reply(String path, int status, String reply) {
        replies.put(path, new Canned(status, reply));
    }

    EndpointOptions options() {
        return options("/v1", "some-model", Optional.empty());
    }

    EndpointOptions options(String base, String model, Optional<String> key) {
        return new EndpointOptions(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + base),
                model,
                key,
                16,
                Duration.ofSeconds(20));
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /// The body of the last request.
    JsonNode request() {
        return JsonMapper.shared().readTree(requests.getLast().body());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(
                new Request(
                        path,
                        authorization == null ? "" : authorization,
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Canned reply = replies.getOrDefault(path, usual);
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
