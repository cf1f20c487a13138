package dev.glimpse.http.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.http.options.ImageUrlOptions;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions about images that a host on loopback has.
@Tag("native")
@Timeout(120)
class ImageUrlTest {
    private static HttpServer host;

    @BeforeAll
    static void start() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/red.png", Images.disc(0xE01010));
        serve("/page.html", "<html>no image</html>".getBytes(StandardCharsets.UTF_8));
        host.start();
    }

    @AfterAll
    static void stop() {
        host.stop(0);
    }

    @Test
    void imagesAreFetchedForBothApis() {
        try (Service service = service(true)) {
            Reply vqa = service.ask(vqa("/red.png"));
            assertThat(vqa.status()).as(vqa.response().body()).isEqualTo(200);
            assertThat(vqa.json().get("answer").stringValue()).containsIgnoringCase("red");

            Reply chat = service.post("/v1/chat/completions", "application/json", chat("/red.png"));
            assertThat(chat.status()).as(chat.response().body()).isEqualTo(200);
            assertThat(chat.response().body()).containsIgnoringCase("red");
        }
    }

    /// Three seconds of two frames each.
    @Test
    void videosAreFetchedToo() {
        serve("/film.avi", AviFile.of(64, 64, Collections.nCopies(6, new byte[64 * 64 * 3]), 2));
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode message = body.putArray("messages").addObject().put("role", "user");
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "video_url").put("video_url", url("/film.avi"));
        content.addObject().put("type", "text").put("text", "What is it?");
        byte[] json = JsonMapper.shared().writeValueAsBytes(body);
        try (Service service = service(true)) {
            Reply reply = service.post("/v1/chat/completions", "application/json", json);
            assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
            assertThat(reply.json().at("/usage/prompt_tokens_details/image_tokens").intValue())
                    .isEqualTo(3 * 32);
        }
        try (Service service = Service.start()) {
            Reply reply = service.post("/v1/chat/completions", "application/json", json);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error().get("message").stringValue()).contains("URLs are not fetched");
        }
    }

    @Test
    void whatIsNoImageIsToldByItsBytes() {
        try (Service service = service(true)) {
            assertThat(service.ask(vqa("/page.html")).status()).isEqualTo(415);
            Reply missing = service.ask(vqa("/none.png"));
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.error().get("param").stringValue()).isEqualTo("images[0]");
        }
    }

    @Test
    void secondsOfFetchingAreCounted() {
        try (Service service = service(true)) {
            service.ask(vqa("/red.png"));
            service.ask(vqa("/none.png"));
            assertThat(service.get("/metrics").response().body())
                    .contains("glimpse_stage_seconds_count{stage=\"fetch\"} 2");
        }
    }

    @Test
    void thisMachineIsNotOfThePublicInternet() {
        try (Service service = service(false)) {
            Reply reply = service.ask(vqa("/red.png"));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error().get("message").stringValue())
                    .contains("not of a host of the public internet");
        }
    }

    @Test
    void nothingIsFetchedUnlessSwitchedOn() {
        try (Service service = Service.start()) {
            assertThat(service.ask(vqa("/red.png")).error().get("message").stringValue())
                    .contains("URLs are not fetched");
        }
    }

    @Test
    void aPrivateNetworkNeedsItsHostsListed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(true, List.of()))
                .withMessageContaining("imageUrlPrivate is true without hosts");
    }

    private static Service service(boolean privateAddresses) {
        return Service.start(
                Service.OPTIONS.withImageUrls(options(privateAddresses, List.of("127.0.0.1"))));
    }

    private static ImageUrlOptions options(boolean privateAddresses, List<String> hosts) {
        return new ImageUrlOptions(
                Set.of("http"),
                hosts,
                Set.of(host.getAddress().getPort()),
                privateAddresses,
                1 << 20,
                Duration.ofSeconds(10),
                0);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + host.getAddress().getPort() + path;
    }

    private static ObjectNode vqa(String path) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("images").add(url(path));
        return body.put("question", "What colour is the circle?");
    }

    private static byte[] chat(String path) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "image_url").putObject("image_url").put("url", url(path));
        content.addObject().put("type", "text").put("text", "What colour is the circle?");
        return JsonMapper.shared().writeValueAsBytes(body);
    }

    private static void serve(String path, byte[] file) {
        host.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, file.length);
                    exchange.getResponseBody().write(file);
                    exchange.close();
                });
    }
}
