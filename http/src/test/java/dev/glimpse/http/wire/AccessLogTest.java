package dev.glimpse.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class AccessLogTest {
    private static final Path LOG = Path.of("target", "test.log");
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @Test
    void aRequestHasOneLineWithoutItsQuestionOrAnswer() throws IOException {
        String secret = "what-nobody-else-may-read";
        Form form =
                new Form()
                        .file("image", Images.disc(0xE01010))
                        .text("question", "What shape is in the image? " + secret);
        send("one-line-1", "/v1/vqa?" + secret, form);
        assertThat(line("one-line-1"))
                .matches(
                        ".* POST /v1/vqa 200 [0-9.]+ ms id=one-line-1 prompt_tokens=\\d+"
                                + " image_tokens=32 completion_tokens=\\d+ \\{.*");
        assertThat(Files.readString(LOG, UTF_8)).doesNotContain(secret);
    }

    @Test
    void theTraceOfTheCallerIsNamed() throws IOException {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        SERVICE.send(
                SERVICE.request("/healthz")
                        .header("X-Request-Id", "traced-1")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .build());
        assertThat(line("traced-1"))
                .contains(" GET /healthz 200 ", "ms id=traced-1 trace=" + trace)
                .contains("trace_id=" + trace, "span_id=", "route=/healthz", "status=200");
    }

    @Test
    void aRefusalHasItsStatus() throws IOException {
        send("refused-1", "/v1/vqa", new Form());
        assertThat(line("refused-1")).matches(".* POST /v1/vqa 400 [0-9.]+ ms id=refused-1 .*");
        SERVICE.send(SERVICE.request("/nowhere").header("X-Request-Id", "lost-1").build());
        assertThat(line("lost-1")).matches(".* GET /nowhere 404 [0-9.]+ ms id=lost-1 .*");
    }

    @Test
    void aClientThatWentAwayIsSeen() throws IOException {
        byte[] body = Questions.endless(Images.disc(0xE01010)).toString().getBytes(UTF_8);
        String head =
                "POST /v1/vqa HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone-1\r\nContent-Type:"
                        + " application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        try (Socket socket = SERVICE.socket()) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(body);
        }
        assertThat(line("gone-1")).matches(".* POST /v1/vqa 499 [0-9.]+ ms id=gone-1.*");
    }

    private static void send(String id, String path, Form form) {
        SERVICE.send(
                SERVICE.request(path)
                        .header("X-Request-Id", id)
                        .header("Content-Type", form.contentType())
                        .POST(BodyPublishers.ofByteArray(form.bytes()))
                        .build());
    }

    /// The only line with this id; it is written when the response is complete, which the client
    /// may see before.
    private static String line(String id) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Optional<String> line = Optional.empty();
        while (line.isEmpty() && System.nanoTime() < deadline) {
            line =
                    Files.readAllLines(LOG, UTF_8).stream()
                            .filter(each -> each.contains(" id=" + id))
                            .reduce((first, second) -> {
                                throw new AssertionError(first + " and " + second);
                            });
        }
        return line.orElseThrow();
    }
}
