package dev.glimpse.evaluation.answer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint on this machine that gives one reply to everything and remembers the last request.
final class ReplyingServer implements AutoCloseable {
    private final HttpServer server;
    private final int status;
    private final byte[] reply;
    private volatile String request = "";

    ReplyingServer(int status, String reply) throws IOException {
        this.status = status;
        this.reply = reply.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    EndpointOptions options() {
        return new EndpointOptions(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
                "some-model",
                Optional.empty(),
                16,
                Duration.ofSeconds(20));
    }

    JsonNode request() {
        return JsonMapper.shared().readTree(request);
    }

    private void handle(HttpExchange exchange) throws IOException {
        request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
