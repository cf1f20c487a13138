package dev.glimpse.http.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tab of a [Chromium], driven over the DevTools protocol as a user would: keys, files, pictures
/// of the screen.
public final class DevTools implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TIMEOUT_SECONDS = 60;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private DevTools(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder().buildAsync(address, new Receiver()).join();
    }

    @SuppressWarnings("MustBeClosed") // closed by the test
    static DevTools connect(HttpClient http, URI address) {
        var tools = new DevTools(http, address);
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
            tools.call(domain + ".enable", Map.of());
        }
        return tools;
    }

    /// Errors on the page's console, uncaught exceptions and violations of its policy.
    public List<String> problems() {
        return problems;
    }

    /// Addresses of all requests that the page made.
    public List<String> requests() {
        return requests;
    }

    public void navigate(String url) {
        call("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete' && location.href.startsWith('" + url + "')");
    }

    /// Runs JavaScript and returns its value.
    public JsonNode evaluate(String script) {
        JsonNode reply =
                call(
                        "Runtime.evaluate",
                        Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (reply.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + reply.get("exceptionDetails"));
        }
        return reply.get("result").path("value");
    }

    public String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').textContent").asString();
    }

    /// Waits until a condition holds, looked at with every frame.
    public void await(String condition) {
        String script =
                """
                new Promise((resolve, reject) => {
                  const end = performance.now() + LIMIT;
                  const look = async () => {
                    if (await (CONDITION)) resolve(true);
                    else if (performance.now() > end) reject(new Error("never came: " + document.body?.innerText));
                    else setTimeout(look, 15);
                  };
                  look();
                })\
                """
                        .replace("LIMIT", String.valueOf((TIMEOUT_SECONDS - 10) * 1000))
                        .replace("CONDITION", condition);
        evaluate(script);
    }

    public void chooseFiles(String selector, Path... files) {
        int root = call("DOM.getDocument", Map.of()).get("root").get("nodeId").intValue();
        int node =
                call("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                        .get("nodeId")
                        .intValue();
        call(
                "DOM.setFileInputFiles",
                Map.of("nodeId", node, "files", Arrays.stream(files).map(Path::toString).toList()));
    }

    public void type(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /// Presses a key: `Enter`, `Tab`, `Escape`, `Space`.
    public void press(String key) {
        var codes = Map.of("Enter", 13, "Tab", 9, "Escape", 27, " ", 32);
        var texts = Map.of("Enter", "\r", " ", " ");
        call(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type",
                        "keyDown",
                        "key",
                        key,
                        "code",
                        key.equals(" ") ? "Space" : key,
                        "windowsVirtualKeyCode",
                        codes.get(key),
                        "text",
                        texts.getOrDefault(key, "")));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    public void screen(int width, int height, double scale, boolean mobile) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        scale,
                        "mobile",
                        mobile));
    }

    public void prefer(String feature, String value) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    public void screenshot(Path file) throws Exception {
        String data =
                call("Page.captureScreenshot", Map.of("format", "png")).get("data").stringValue();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        socket.abort();
    }

    /// Calls a method of the protocol.
    public JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        var reply = new CompletableFuture<JsonNode>();
        pending.put(id, reply);
        String message =
                JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(message, true).join();
        JsonNode answer = reply.orTimeout(TIMEOUT_SECONDS, SECONDS).join();
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                receive(JSON.readTree(message.toString()));
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void receive(JsonNode received) {
            if (received.has("id")) {
                pending.remove(received.get("id").intValue()).complete(received);
                return;
            }
            JsonNode params = received.get("params");
            switch (received.get("method").stringValue()) {
                case "Runtime.exceptionThrown" -> problems.add(params.toString());
                case "Log.entryAdded" -> {
                    if (params.get("entry").get("level").stringValue().equals("error")) {
                        problems.add(params.get("entry").get("text").stringValue());
                    }
                }
                case "Network.requestWillBeSent" ->
                        requests.add(params.get("request").get("url").stringValue());
                default -> {}
            }
        }
    }
}
