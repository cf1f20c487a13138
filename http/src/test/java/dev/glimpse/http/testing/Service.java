package dev.glimpse.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.InferenceServer;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The embedded model behind a real server on a free port, and clients of it.
public final class Service implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Defaults on any free port.
    public static final ServerOptions OPTIONS =
            ServerOptions.DEFAULT.withListen(ListenOptions.DEFAULT.withPort(0));

    private final ServerOptions options;
    private final ModelOptions modelOptions;
    private final OpenTelemetry telemetry;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    // from `open` to `close`
    private VisionLanguageModel model;
    private InferenceServer server;

    private Service(ServerOptions options, ModelOptions modelOptions, OpenTelemetry telemetry) {
        this.options = options;
        this.modelOptions = modelOptions;
        this.telemetry = telemetry;
    }

    /// An answer, its body read.
    public record Reply(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public JsonNode error() {
            return json().get("error");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /// One that JUnit starts before a class's tests and closes behind them, as a
    /// `@RegisterExtension`.
    public static Service ofClass() {
        return ofClass(OPTIONS);
    }

    /// As [#ofClass()], of other settings.
    public static Service ofClass(ServerOptions options) {
        return ofClass(options, modelOptions());
    }

    /// As [#ofClass()], of other settings, with a model opened in another way.
    public static Service ofClass(ServerOptions options, ModelOptions modelOptions) {
        return new Service(options, modelOptions, OpenTelemetry.noop());
    }

    /// One that is running.
    public static Service start() {
        return start(OPTIONS);
    }

    /// One that is running, of other settings.
    public static Service start(ServerOptions options) {
        return start(options, modelOptions());
    }

    /// One that is running, with a model opened in another way.
    public static Service start(ServerOptions options, ModelOptions modelOptions) {
        return start(options, modelOptions, OpenTelemetry.noop());
    }

    /// One that is running.
    public static Service start(
            ServerOptions options, ModelOptions modelOptions, OpenTelemetry telemetry) {
        var service = new Service(options, modelOptions, telemetry);
        service.open();
        return service;
    }

    @SuppressWarnings("MustBeClosed") // by `close`
    private void open() {
        model = VisionLanguageModel.open(modelOptions);
        try {
            server = InferenceServer.start(model, options, telemetry);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /// The embedded model on one thread: several spin while they wait for each other, which takes
    /// seconds where other programs keep the cores busy.
    public static ModelOptions modelOptions() {
        return ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj()).withThreads(1);
    }

    public InferenceServer server() {
        return server;
    }

    public VisionLanguageModel model() {
        return model;
    }

    public HttpClient client() {
        return client;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(2));
    }

    public Reply get(String path) {
        return send(request(path).build());
    }

    /// What it counts: series to values.
    public Map<String, Double> metrics() {
        Reply reply = get("/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("text/plain;");
        var values = new LinkedHashMap<String, Double>();
        reply.response()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    values.put(
                            line.substring(0, space),
                            Double.parseDouble(line.substring(space + 1)));
                });
        return values;
    }

    public Reply ask(Form form) {
        return post("/v1/vqa", form.contentType(), form.bytes());
    }

    public Reply ask(JsonNode body) {
        return post("/v1/vqa", "application/json", JSON.writeValueAsBytes(body));
    }

    public Reply post(String path, String type, byte[] body) {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
    }

    public Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// A connection of its own, for what no well-behaved client sends.
    public Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /// Answers under way, as `/healthz` counts them.
    public int underWay() {
        return get("/healthz").json().get("requests_under_way").intValue();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        model.close();
    }
}
