package dev.glimpse.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Bodies that are too large, too slow or cut off, and requests that are hardly HTTP.
@Tag("native")
class TransportTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final int LIMIT = 1 << 20;

    private static final Duration IDLE = Duration.ofMillis(400);

    @RegisterExtension
    static final Service SERVICE =
            Service.ofClass(
                    Service.OPTIONS
                            .withLimits(
                                    RequestLimits.DEFAULT
                                            .withMaxBytes(LIMIT)
                                            .withReceiveTimeout(Duration.ofMillis(600)))
                            .withListen(Service.OPTIONS.listen().withIdleTimeout(IDLE)));

    @Test
    void aBodyOverTheLimitIsRefusedByItsLength() {
        Reply reply = SERVICE.post("/v1/vqa", "application/json", new byte[30 * LIMIT]);
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("request_too_large");
        assertThat(reply.error().get("message").stringValue())
                .contains("31457280 bytes")
                .contains("at most 1048576 are allowed");
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedWhenItGetsTooLong() {
        Reply reply =
                SERVICE.send(
                        SERVICE.request("/v1/vqa")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofInputStream(() ->
                                                new ByteArrayInputStream(new byte[5 * LIMIT])))
                                .build());
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error().get("message").stringValue()).contains("more than 1048576 bytes");
    }

    @Test
    void aChunkedBodyIsRead() {
        Form form = new Form().file("image", RED).text("question", "What colour is the circle?");
        Reply reply =
                SERVICE.send(
                        SERVICE.request("/v1/vqa")
                                .header("Content-Type", form.contentType())
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(form.bytes())))
                                .build());
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    @Test
    void aBodyThatWaitsForLeaveIsRead() {
        Form form = new Form().file("image", RED).text("question", "What colour is the circle?");
        Reply reply =
                SERVICE.send(
                        SERVICE.request("/v1/vqa")
                                .header("Content-Type", form.contentType())
                                .expectContinue(true)
                                .POST(BodyPublishers.ofByteArray(form.bytes()))
                                .build());
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    @Test
    void otherMediaTypesAreRefused() {
        Reply reply = SERVICE.post("/v1/vqa", "text/plain", "question".getBytes(UTF_8));
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.error().get("message").stringValue())
                .isEqualTo(
                        "the request has Content-Type text/plain; expected application/json or"
                                + " multipart/form-data");
        Reply none =
                SERVICE.send(
                        SERVICE.request("/v1/vqa").POST(BodyPublishers.ofString("{}")).build());
        assertThat(none.status()).isEqualTo(415);
    }

    @Test
    void aFormWithoutBoundaryIsRefused() {
        Reply reply = SERVICE.post("/v1/vqa", "multipart/form-data", new Form().bytes());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("message").stringValue()).contains("no boundary");
    }

    @Test
    void aFormThatIsCutOffIsRefused() {
        Form form = new Form().file("image", RED).text("question", "x");
        for (int length : new int[] {form.bytes().length - 6, 500, 60, 1, 0}) {
            byte[] part = Arrays.copyOf(form.bytes(), length);
            Reply reply = SERVICE.post("/v1/vqa", form.contentType(), part);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error().get("message").stringValue())
                    .contains("the body is not valid multipart/form-data");
        }
    }

    @Test
    void aBodyThatDoesNotArriveTimesOut() throws IOException {
        try (Socket socket = SERVICE.socket()) {
            send(socket, head("Content-Type: application/json\r\nContent-Length: 1000\r\n") + "{");
            assertThat(status(socket)).isEqualTo(408);
        }
        assertAlive();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (Socket socket = SERVICE.socket()) {
            send(socket, "POST /v1/vqa HTTP/1.1\r\nHost: x\r\n");
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertAlive();
    }

    @Test
    void aBodyThatEndsEarlyIsLeftAlone() throws IOException {
        Form form = new Form().file("image", RED).text("question", "x");
        try (Socket socket = SERVICE.socket()) {
            send(
                    socket,
                    head(
                            "Content-Type: "
                                    + form.contentType()
                                    + "\r\nContent-Length: "
                                    + form.bytes().length
                                    + "\r\n"));
            socket.getOutputStream().write(form.bytes(), 0, 200);
            socket.shutdownOutput();
            assertThat(status(socket)).isEqualTo(400);
        }
        assertAlive();
    }

    @Test
    void whatIsNotHttpIsRefused() throws IOException {
        try (Socket socket = SERVICE.socket()) {
            send(socket, "\u0016\u0003\u0001 hello?\r\n\r\n");
            assertThat(status(socket)).isEqualTo(400);
        }
        try (Socket socket = SERVICE.socket()) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(40_000) + "\r\n\r\n");
            BufferedReader reader = reader(socket);
            assertThat(reader.readLine()).contains(" 431 ");
            String body = reader.lines().filter(line -> line.startsWith("{")).findFirst().get();
            assertThat(JsonMapper.shared().readTree(body).get("error").get("message").stringValue())
                    .contains("not valid HTTP");
        }
        assertAlive();
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInTurn() throws IOException {
        Form form = new Form().file("image", RED).text("question", "What colour is the circle?");
        String post =
                "POST /v1/vqa HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + form.contentType()
                        + "\r\nContent-Length: "
                        + form.bytes().length
                        + "\r\n\r\n";
        String get = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        try (Socket socket = SERVICE.socket()) {
            send(socket, post);
            socket.getOutputStream().write(form.bytes());
            socket.getOutputStream().flush();
            send(socket, get);
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(all.indexOf("\"answer\"")).isPositive();
            assertThat(all.indexOf("\"status\":\"ok\"")).isGreaterThan(all.indexOf("\"answer\""));
        }
    }

    @Test
    void anAnswerMayTakeLongerThanAConnectionMayBeIdle() {
        ObjectNode body = Questions.endless(RED);
        String question = body.remove("question").stringValue();
        ArrayNode questions = body.putArray("questions");
        Duration took;
        do { // until it takes as long, however quick the machine is
            questions.add(question);
            long asked = System.nanoTime();
            Reply reply = SERVICE.ask(body);
            assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
            took = Duration.ofNanos(System.nanoTime() - asked);
        } while (took.compareTo(IDLE) <= 0);
    }

    private static void assertAlive() {
        assertThat(SERVICE.get("/healthz").status()).isEqualTo(200);
    }

    private static String head(String headers) {
        return "POST /v1/vqa HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static int status(Socket socket) throws IOException {
        return Integer.parseInt(reader(socket).readLine().split(" ", -1)[1]);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }
}
