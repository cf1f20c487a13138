package dev.glimpse.http.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.Concurrency;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Requests whose time passes.
@Tag("native")
@Timeout(180)
class DeadlineTest {
    private static final byte[] RED = Images.disc(0xE01010);

    /// One slot, so that a second request waits for the first.
    @RegisterExtension
    static final Service SERVICE =
            Service.ofClass(
                    Service.OPTIONS,
                    Service.modelOptions().withConcurrency(Concurrency.DEFAULT.withSlots(1)));

    @Test
    void anAnswerThatTakesLongerIs504AndFreesItsSlot() {
        Reply reply = ask("/v1/vqa", Questions.endless(RED), "0.15");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("deadline_exceeded");
        assertThat(reply.error().get("message").stringValue()).contains("within 0.15 s");
        assertThat(SERVICE.underWay()).isZero();
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is it?")).status()).isEqualTo(200);
    }

    @Test
    void openAisClientsAreToldInTheirForm() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("messages").addObject().put("role", "user").put("content", "What is this?");
        body.put("temperature", 10).put("ignore_eos", true);
        Reply reply = ask("/v1/chat/completions", body, "0.05");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("server_error");
        assertThat(reply.error().get("code").stringValue()).isEqualTo("deadline_exceeded");
    }

    @Test
    void aStreamUnderWayEndsWithTheError() {
        Reply reply = ask("/v1/vqa", Questions.endless(RED).put("stream", true), "0.5");
        assertThat(reply.response().body()).contains("deadline_exceeded").doesNotContain("done");
    }

    @Test
    void aRequestThatWaitsForAnotherIs504WhileThatGoesOn() throws Exception {
        var first = new CompletableFuture<Reply>();
        Thread.ofVirtual()
                .name("client")
                .start(() -> {
                    try {
                        first.complete(SERVICE.ask(Questions.endless(RED)));
                    } catch (RuntimeException | Error e) {
                        first.completeExceptionally(e);
                    }
                });
        while (SERVICE.underWay() == 0) {
            Thread.onSpinWait();
        }
        Reply second = ask("/v1/vqa", Questions.endless(RED), "0.05");
        assertThat(second.status()).isEqualTo(504);
        assertThat(first.get(120, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    /// The time is doubled until it passes amid the images: where other programs keep the machine
    /// busy, it may pass before the first is encoded.
    @Test
    void imagesThatTakeLongerToEncodeAre504AndLeaveTheEncoder() {
        boolean amid = false;
        for (int attempt = 0; !amid && attempt < 6; attempt++) {
            long before = slices();
            double seconds = 0.05 * (1 << attempt);
            Reply reply =
                    ask("/v1/embeddings/image", manySlices(attempt), Double.toString(seconds));
            amid = reply.status() == 504 && slices() > before;
            assertThat(reply.status()).isIn(504, amid ? 504 : 200);
            assertThat(SERVICE.underWay()).isZero();
        }
        assertThat(amid).as("a deadline passed amid the images").isTrue();
        long left = slices();
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is it?")).status()).isEqualTo(200);
        assertThat(slices() - left).as("nothing goes on being encoded").isLessThan(20);
        assertThat(SERVICE.model().statistics().queue().running()).isZero();
    }

    private static long slices() {
        return SERVICE.model().statistics().images().slices();
    }

    /// Sixteen images of ten slices each, none of which was seen before.
    private static ObjectNode manySlices(int attempt) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        var images = body.put("max_slice_nums", 9).putArray("images");
        for (int i = 0; i < 16; i++) {
            byte[] file = Images.plain(900, 900, 0x101000 * (attempt + 1) + i);
            images.add(Base64.getEncoder().encodeToString(file));
        }
        return body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1e3", "NaN", "0.0"})
    void whatIsNoTimeIsRefused(String timeout) {
        Reply reply = ask("/v1/vqa", Questions.about(RED, "What colour is it?"), timeout);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("param").stringValue()).isEqualTo("X-Request-Timeout");
    }

    @Test
    void noRequestMayTakeLongerThanTheServerAllows() {
        var limits = RequestLimits.DEFAULT.withDeadline(Duration.ofMillis(150));
        try (var strict = Service.start(Service.OPTIONS.withLimits(limits))) {
            assertThat(strict.ask(Questions.endless(RED)).status()).isEqualTo(504);
            assertThat(ask(strict, "/v1/vqa", Questions.endless(RED), "60").status())
                    .isEqualTo(504);
        }
    }

    private static Reply ask(String path, ObjectNode body, String timeout) {
        return ask(SERVICE, path, body, timeout);
    }

    private static Reply ask(Service at, String path, ObjectNode body, String timeout) {
        return at.send(
                at.request(path)
                        .header("Content-Type", "application/json")
                        .header("X-Request-Timeout", timeout)
                        .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                        .build());
    }
}
