package dev.glimpse.http.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Clients that go away take their generations with them.
@Tag("native")
class DisconnectTest {
    private static final byte[] RED = Images.disc(0xE01010);
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private double before;

    @BeforeEach
    void count() {
        before = answers();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatClosesCancels(boolean stream) throws IOException {
        try (Socket socket = SERVICE.socket()) {
            send(socket, Questions.endless(RED).put("stream", stream));
            awaitUnderWay(1);
        }
        assertCancelled();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatResetsCancels(boolean stream) throws IOException {
        try (Socket socket = SERVICE.socket()) {
            socket.setSoLinger(true, 0); // close sends RST
            send(socket, Questions.endless(RED).put("stream", stream));
            awaitUnderWay(1);
        }
        assertCancelled();
    }

    @Test
    void aClientThatLeavesAmidTheStreamCancels() throws IOException {
        try (Socket socket = SERVICE.socket()) {
            send(socket, Questions.endless(RED).put("stream", true));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            int deltas = 0;
            while (deltas < 3) {
                if (reader.readLine().equals("event: delta")) {
                    deltas++;
                }
            }
            assertThat(SERVICE.underWay()).isEqualTo(1);
        }
        assertCancelled();
    }

    @Test
    void aClientThatLeavesTheQueueCancels() throws IOException {
        try (Socket first = SERVICE.socket()) {
            send(first, Questions.endless(RED));
            awaitUnderWay(1);
            try (Socket second = SERVICE.socket()) {
                send(second, Questions.endless(RED));
                awaitUnderWay(2);
            }
            awaitUnderWay(1);
        }
        assertCancelled();
    }

    private void assertCancelled() {
        awaitUnderWay(0);
        assertThat(answers()).as("answers that were completed").isEqualTo(before);
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is the circle?")).status())
                .isEqualTo(200);
        assertThat(answers()).isEqualTo(before + 1);
    }

    private static double answers() {
        return SERVICE.metrics()
                .getOrDefault("glimpse_stage_seconds_count{stage=\"generate\"}", 0.0);
    }

    private static void awaitUnderWay(int count) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (SERVICE.underWay() != count) {
            assertThat(System.nanoTime())
                    .as("requests under way never %s", count)
                    .isLessThan(deadline);
        }
    }

    private static void send(Socket socket, ObjectNode body) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        String head =
                "POST /v1/vqa HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: "
                        + bytes.length
                        + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(UTF_8));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
