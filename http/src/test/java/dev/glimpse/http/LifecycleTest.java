package dev.glimpse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ModelOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class LifecycleTest {
    private static final ListenOptions OPEN = Service.OPTIONS.listen();
    private static final byte[] RED = Images.disc(0xE01010);

    /// On a busy machine an answer takes many times what it takes on an idle one.
    private static final Duration LONGER_THAN_ANY_ANSWER = Duration.ofMinutes(10);

    @Test
    void whatKeepsItFromStartingIsFoundWithoutAModel() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerOptions options = listening(OPEN.withPort(taken.getLocalPort()));
            assertThatThrownBy(() -> InferenceServer.check(options))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("the port is in use");
        }
        assertThatThrownBy(() -> InferenceServer.check(listening(OPEN.withHost("192.0.2.1"))))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot listen on 192.0.2.1:0");
        Path missing = Path.of("/no/such");
        assertThatThrownBy(() -> InferenceServer.check(Service.OPTIONS.withSamples(missing)))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot read the samples at /no/such");
        InferenceServer.check(Service.OPTIONS);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> startAndClose(listening(OPEN.withPort(port))))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:"
                                    + port
                                    + ": the port is in use; stop the program that has it, or"
                                    + " choose another port (0 takes any free one)");
        }
    }

    @Test
    void aHostThatIsNotThisMachineIsNamed() {
        assertThatThrownBy(() -> startAndClose(listening(OPEN.withHost("192.0.2.1"))))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot listen on 192.0.2.1:0");
        assertThatThrownBy(() -> startAndClose(listening(OPEN.withHost("no.such.host.invalid"))))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("the host is unknown");
    }

    @Test
    void samplesThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> startAndClose(Service.OPTIONS.withSamples(Path.of("/no/such"))))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot read the samples at /no/such");
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPEN.withPort(65_536))
                .withMessage("port is 65536; allowed: 0 (any free one) to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> OPEN.withHost(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestLimits.DEFAULT.withMaxImages(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestLimits.DEFAULT.withMaxBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> OPEN.withIdleTimeout(Duration.ZERO));
    }

    @Test
    void closingWaitsForAnswersUnderWay() throws Exception {
        Service service = Service.start(Service.OPTIONS.withShutdownGrace(LONGER_THAN_ANY_ANSWER));
        CompletableFuture<Reply> answer = askAside(service, Questions.endless(RED));
        awaitUnderWay(service, 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(service.server()::close);
        assertThat(answer.get(300, TimeUnit.SECONDS).status()).isEqualTo(200);
        closed.get(60, TimeUnit.SECONDS);
        assertThatThrownBy(() ->
                        new Socket(InetAddress.getLoopbackAddress(), service.server().port())
                                .close())
                .isInstanceOfAny(ConnectException.class, IllegalArgumentException.class);
        service.close(); // again, and the model
    }

    @Test
    void closingCancelsWhatOutlastsItsGrace() throws Exception {
        Service service = Service.start(Service.OPTIONS.withShutdownGrace(Duration.ofMillis(50)));
        CompletableFuture<Reply> plain = askAside(service, Questions.endless(RED));
        awaitUnderWay(service, 1);
        CompletableFuture<Reply> queued = askAside(service, Questions.endless(RED));
        awaitUnderWay(service, 2);
        service.server().close();
        for (CompletableFuture<Reply> reply : List.of(plain, queued)) {
            assertThat(reply.get(60, TimeUnit.SECONDS).status()).isEqualTo(503);
            assertThat(reply.get().error().get("type").stringValue()).isEqualTo("unavailable");
            assertThat(reply.get().header("Retry-After")).isNotEmpty();
        }
        service.close();
    }

    @Test
    void aStreamThatIsCutByClosingEndsWithAnError() throws Exception {
        Service service = Service.start(Service.OPTIONS.withShutdownGrace(Duration.ofMillis(50)));
        CompletableFuture<Reply> stream =
                askAside(service, Questions.endless(RED).put("stream", true));
        awaitUnderWay(service, 1);
        service.server().close();
        Reply reply = stream.get(60, TimeUnit.SECONDS);
        assertThat(reply.response().body()).contains("shutting down");
        service.close();
    }

    @Test
    void aFullQueueSaysWhenToComeBack() throws Exception {
        ModelOptions one =
                Service.modelOptions()
                        .withConcurrency(Concurrency.DEFAULT.withSlots(1))
                        .withQueueCapacity(1);
        try (Service service = Service.start(Service.OPTIONS, one)) {
            var replies = new ArrayList<CompletableFuture<Reply>>();
            for (int i = 0; i < 6; i++) {
                replies.add(askAside(service, Questions.endless(RED)));
            }
            Reply ready = service.get("/readyz");
            while (ready.status() == 200 && service.underWay() > 0) {
                ready = service.get("/readyz");
            }
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("status").stringValue()).isEqualTo("queue_full");
            var refused = new ArrayList<Reply>();
            for (CompletableFuture<Reply> reply : replies) {
                Reply answer = reply.get(300, TimeUnit.SECONDS);
                if (answer.status() != 200) {
                    refused.add(answer);
                }
            }
            assertThat(refused).hasSizeBetween(3, 5);
            for (Reply reply : refused) {
                assertThat(reply.status()).isEqualTo(429);
                assertThat(reply.error().get("type").stringValue()).isEqualTo("queue_full");
                assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
            }
        }
    }

    private static ServerOptions listening(ListenOptions where) {
        return Service.OPTIONS.withListen(where);
    }

    private static void startAndClose(ServerOptions options) {
        Service.start(options).close();
    }

    private static CompletableFuture<Reply> askAside(Service service, ObjectNode body) {
        var reply = new CompletableFuture<Reply>();
        Thread.ofVirtual()
                .name("client")
                .start(() -> {
                    try {
                        reply.complete(service.ask(body));
                    } catch (RuntimeException | Error e) {
                        reply.completeExceptionally(e);
                    }
                });
        return reply;
    }

    private static void awaitUnderWay(Service service, int count) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (service.underWay() != count) {
            assertThat(System.nanoTime())
                    .as("requests under way never %s", count)
                    .isLessThan(deadline);
        }
    }
}
