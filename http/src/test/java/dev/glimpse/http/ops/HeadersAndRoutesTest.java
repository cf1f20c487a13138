package dev.glimpse.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("native")
class HeadersAndRoutesTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static Service service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.write(folder.resolve("images/red disc.png"), RED);
        Files.write(folder.resolve("images/blue.png"), Images.disc(0x1010E0));
        Files.writeString(folder.resolve("images/notes.txt"), "not an image");
        Files.writeString(folder.resolve("secret.png"), "not in the gallery");
        Files.writeString(
                folder.resolve("questions.tsv"),
                """
                image\tquestion\taccepted answers
                red disc.png\tWhat colour is the circle?\tred
                red disc.png\tHow many circles are there?\tone|1
                missing.png\tWhat is this?\tnothing
                """);
        service = Service.start(Service.OPTIONS.withSamples(folder));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void healthSaysWhatIsServed() {
        Reply reply = service.get("/healthz");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(json.get("status").stringValue()).isEqualTo("ok");
        assertThat(json.get("model").stringValue()).isEqualTo("glimpse-tiny");
        assertThat(json.get("vision").booleanValue()).isTrue();
        assertThat(json.get("parameters").longValue()).isPositive();
        assertThat(json.get("uptime_seconds").longValue()).isNotNegative();
    }

    @Test
    void anIdleServerIsReady() {
        Reply reply = service.get("/readyz");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("status").stringValue()).isEqualTo("ready");
        JsonNode queue = reply.json().get("queue");
        assertThat(queue.get("waiting").intValue()).isZero();
        assertThat(queue.get("capacity").intValue()).isEqualTo(72);
        assertThat(queue.get("next_position").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/v1/samples", "/assets/page.js", "/nowhere"})
    void everyResponseIsGuarded(String path) {
        Reply reply = service.get(path);
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("X-Request-Id")).matches("[0-9a-f]{16}");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void aSoundRequestIdIsKept() {
        Reply reply =
                service.send(
                        service.request("/nowhere").header("X-Request-Id", "abc-1.2_3").build());
        assertThat(reply.header("X-Request-Id")).isEqualTo("abc-1.2_3");
        assertThat(reply.error().get("request_id").stringValue()).isEqualTo("abc-1.2_3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a=b status=200", "\u00e9", "<script>"})
    void anUnsoundRequestIdIsReplaced(String id) {
        Reply reply = service.send(service.request("/nowhere").header("X-Request-Id", id).build());
        assertThat(reply.header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @Test
    void whatIsNotThereIs404() {
        Reply reply = service.get("/v1/nothing");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.error().get("type").stringValue()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/vqa, POST",
        "DELETE, /healthz, GET",
        "PUT, /, GET",
        "OPTIONS, /v1/vqa, POST"
    })
    void otherMethodsAre405(String method, String path, String allowed) {
        Reply reply =
                service.send(service.request(path).method(method, BodyPublishers.noBody()).build());
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains(allowed);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("method_not_allowed");
        assertThat(reply.error().get("message").stringValue()).contains(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8",
        "/assets/page.css, text/css;charset=utf-8",
        "/assets/page.js, text/javascript;charset=utf-8",
        "/favicon.svg, image/svg+xml"
    })
    void thePageIsServedAndKept(String path, String type) {
        Reply reply = service.get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase(type);
        String tag = reply.header("ETag");
        Reply again = service.send(service.request(path).header("If-None-Match", tag).build());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
    }

    @Test
    void samplesAreListedWithTheirQuestions() throws Exception {
        JsonNode samples = service.get("/v1/samples").json().get("samples");
        assertThat(
                        StreamSupport.stream(samples.spliterator(), false)
                                .map(sample -> sample.get("name").stringValue()))
                .containsExactly("red disc.png", "blue.png");
        assertThat(samples.get(0).get("questions").get(1).stringValue())
                .isEqualTo("How many circles are there?");
        HttpResponse<byte[]> image =
                service.client()
                        .send(
                                service.request(samples.get(0).get("url").stringValue()).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(image.statusCode()).isEqualTo(200);
        assertThat(image.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(image.body()).isEqualTo(RED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/samples/../secret.png",
                "/v1/samples/..%2fsecret.png",
                "/v1/samples/%2e%2e/secret.png",
                "/v1/samples/%2e%2e%2fsecret.png",
                "/v1/samples/..%5csecret.png",
                "/v1/samples/....//secret.png",
                "/v1/samples/notes.txt",
                "/v1/samples/missing.png",
                "/v1/samples/%00",
                "/v1/samples/etc/passwd",
                "/assets/../index.html",
                "/assets/PageAssets.class",
                "/assets/%2e%2e/module-info.class",
                "//etc/passwd"
            })
    void noPathLeavesTheLists(String path) throws IOException {
        try (Socket socket = service.socket()) { // as it stands: clients tidy paths up
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var reader =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).matches("HTTP/1.1 (400|404) .*");
        }
    }
}
