package dev.glimpse.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("native")
@Timeout(120)
class ApiKeysTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final String BODY =
            JsonMapper.shared()
                    .writeValueAsString(Questions.about(RED, "What colour is the circle?"));
    private static Service service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var any = Optional.<RequestRate>empty();
        Path file =
                Files.write(
                        folder.resolve("keys.txt"),
                        List.of(
                                ApiKey.of("alice", "alice-key", any, OptionalInt.empty()).line(),
                                ApiKey.of("busy", "busy-key", any, OptionalInt.of(1)).line(),
                                ApiKey.of(
                                                "seldom",
                                                "seldom-key",
                                                Optional.of(RequestRate.parse("2/h")),
                                                OptionalInt.empty())
                                        .line()));
        service = Service.start(Service.OPTIONS.withAccess(AccessOptions.OPEN.withApiKeys(file)));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aKnownKeyIsAnswered() {
        assertThat(ask("Bearer alice-key").status()).isEqualTo(200);
        assertThat(ask("bearer  alice-key ").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer alice", "alice-key", "Basic YWxpY2U6a2V5"})
    void anythingElseIsNot(String header) {
        Reply reply = ask(header);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reply.error().get("type").stringValue()).isEqualTo("unauthorized");
    }

    @Test
    void aLargeBodyWithoutAKeyIsRefusedAllTheSame() {
        Reply reply = service.post("/v1/vqa", "application/json", new byte[8 << 20]);
        assertThat(reply.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/page.js", "/favicon.svg", "/healthz", "/v1/samples"})
    void thePageAndHealthAreOpen(String path) {
        assertThat(service.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/glimpse-tiny"})
    void everythingElseNeedsAKey(String path) {
        assertThat(service.get(path).status()).isEqualTo(401);
        assertThat(service.get(path).error().get("code").stringValue())
                .isEqualTo("invalid_api_key");
    }

    @Test
    void openAisClientIsAnsweredWithItsKeyAlone() throws IOException {
        OpenAIClient right = client("alice-key");
        try (Closeable _ = right::close) {
            right.chat().completions().create(hello()).validate();
            assertThat(right.models().list().data()).hasSize(1);
        }
        OpenAIClient wrong = client("alice-keys");
        try (Closeable _ = wrong::close) {
            var failure =
                    catchThrowableOfType(
                            UnauthorizedException.class,
                            () -> wrong.chat().completions().create(hello()));
            assertThat(failure.code()).hasValue("invalid_api_key");
            assertThat(failure.getMessage()).contains("the API key is not known here");
        }
    }

    @Test
    void aRateIsKept() throws IOException {
        assertThat(get("seldom-key").status()).isEqualTo(200);
        assertThat(get("seldom-key").status()).isEqualTo(200);
        Reply reply = get("seldom-key");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("60");
        assertThat(reply.error().get("type").stringValue()).isEqualTo("rate_limit_error");
        assertThat(reply.error().get("code").stringValue()).isEqualTo("rate_limit_exceeded");
        OpenAIClient client = client("seldom-key");
        try (Closeable _ = client::close) {
            assertThat(catchThrowableOfType(RateLimitException.class, () -> client.models().list()))
                    .isNotNull();
        }
    }

    @Test
    void requestsUnderWayAreCountedUntilTheyEnd() throws IOException {
        String endless = JsonMapper.shared().writeValueAsString(Questions.endless(RED));
        try (Socket socket = service.socket()) {
            byte[] body = endless.getBytes(StandardCharsets.UTF_8);
            String head =
                    "POST /v1/vqa HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer busy-key\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            while (service.underWay() == 0) {
                Thread.onSpinWait();
            }
            Reply second = get("busy-key");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("Retry-After")).isEqualTo("1");
        }
        while (get("busy-key").status() != 200) { // once the first is seen to be gone
            Thread.onSpinWait();
        }
    }

    private static Reply ask(String authorization) {
        var request =
                service.request("/v1/vqa")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(BODY));
        return service.send(
                authorization.isEmpty()
                        ? request.build()
                        : request.header("Authorization", authorization).build());
    }

    private static Reply get(String key) {
        return service.send(
                service.request("/v1/models").header("Authorization", "Bearer " + key).build());
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(service.uri("/v1").toString())
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams hello() {
        return ChatCompletionCreateParams.builder()
                .model("glimpse-tiny")
                .addUserMessage("What is this?")
                .maxCompletionTokens(4)
                .build();
    }
}
