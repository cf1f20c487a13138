package dev.glimpse.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
class CrossOriginTest {
    private static final String APP = "https://app.example";

    @RegisterExtension
    static final Service SERVICE =
            Service.ofClass(
                    Service.OPTIONS.withAccess(
                            AccessOptions.OPEN.withCorsOrigins(
                                    List.of(APP, "http://localhost:3000"))));

    @Test
    void aListedOriginReadsRepliesAndErrors() {
        for (String path : List.of("/healthz", "/nowhere")) {
            Reply reply = SERVICE.send(SERVICE.request(path).header("Origin", APP).build());
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(reply.header("Vary")).isEqualTo("Origin");
            assertThat(reply.header("Access-Control-Expose-Headers")).contains("X-Request-Id");
            assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    @Test
    void aPreflightIsAnswered() {
        Reply reply = preflight(APP);
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(reply.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(reply.header("Access-Control-Allow-Headers"))
                .isEqualTo("authorization,content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.evil", "http://app.example", "null", "*"})
    void anotherOriginReadsNothing(String origin) {
        Reply reply = preflight(origin);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "https://app.example/", "ftp://x", "https://a b", ""})
    void whatIsNoOriginIsRefused(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessOptions.OPEN.withCorsOrigins(List.of(origin)))
                .withMessageContaining("allowed: origins as https://app.example");
    }

    private static Reply preflight(String origin) {
        return SERVICE.send(
                SERVICE.request("/v1/vqa")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build());
    }
}
