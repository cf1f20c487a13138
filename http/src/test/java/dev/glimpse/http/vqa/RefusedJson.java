package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import java.util.Base64;

/// Bodies in JSON that are refused, and how.
final class RefusedJson {
    static final byte[] RED = Images.disc(0xE01010);
    static final String IMAGE = Base64.getEncoder().encodeToString(RED);

    private RefusedJson() {}

    /// A body with a question and one more field.
    static String body(String field) {
        return "{\"question\":\"x\"," + field + "}";
    }

    /// A body with a question, an image and one more field.
    static String question(String field) {
        return body("\"images\":[\"" + IMAGE + "\"]," + field);
    }

    /// Sends a body, which must be refused with 400.
    static void check(Service service, String body, String type, String param, String message) {
        var reply = service.post("/v1/vqa", "application/json", body.getBytes(UTF_8));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(400);
        assertThat(reply.error().get("type").stringValue()).isEqualTo(type);
        assertThat(reply.error().get("message").stringValue()).contains(message);
        assertThat(reply.error().path("param").asString(null)).isEqualTo(param);
        assertThat(reply.error().get("request_id").stringValue())
                .isEqualTo(reply.header("X-Request-Id"));
    }
}
