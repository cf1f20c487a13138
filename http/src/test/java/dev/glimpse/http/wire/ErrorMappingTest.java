package dev.glimpse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.fault.QueueFullException;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ErrorMappingTest {
    private static final String SECRET = "/home/somebody/model.gguf at 0x7f00";

    /// A failure, and what clients are told.
    record Row(Throwable failure, int status, String type) {}

    static Stream<Row> clientsFaults() {
        return Stream.of(
                new Row(new InvalidRequestException("why"), 400, "invalid_request"),
                new Row(new PromptTooLongException("why"), 400, "prompt_too_long"),
                new Row(
                        new ImageException(ImageException.Kind.DAMAGED, "why"),
                        400,
                        "invalid_image"),
                new Row(
                        new ImageException(ImageException.Kind.UNSUPPORTED, "why"),
                        415,
                        "unsupported_image"),
                new Row(
                        new ImageException(ImageException.Kind.TOO_LARGE, "why"),
                        413,
                        "image_too_large"),
                new Row(new QueueFullException("why", Duration.ofSeconds(7)), 429, "queue_full"),
                new Row(new RequestException(ErrorType.INVALID_JSON, "why"), 400, "invalid_json"));
    }

    @ParameterizedTest
    @MethodSource("clientsFaults")
    void clientsAreToldWhy(Row row) {
        ErrorReply reply = ErrorMapping.reply(row.failure());
        assertThat(reply.status()).isEqualTo(row.status());
        assertThat(reply.type().wireName()).isEqualTo(row.type());
        assertThat(reply.message()).isEqualTo("why");
    }

    @Test
    void aFullQueueSaysWhenToComeBackWithinWhatClientsObey() {
        assertThat(retry(Duration.ofMillis(6_001))).hasValue("7");
        assertThat(retry(Duration.ZERO)).hasValue("1");
        assertThat(retry(Duration.ofHours(2))).hasValue("60");
    }

    private static Optional<String> retry(Duration wait) {
        return ErrorMapping.reply(new QueueFullException("why", wait)).retryHeader();
    }

    static Stream<Row> serversFaults() {
        return Stream.of(
                new Row(new ModelClosedException(SECRET), 503, "unavailable"),
                new Row(new GenerationFailedException(SECRET), 500, "internal"),
                new Row(new ModelLoadException(SECRET), 500, "internal"),
                new Row(new EncoderException(SECRET), 500, "internal"),
                new Row(new ServerStartException(SECRET), 500, "internal"),
                new Row(new IllegalStateException(SECRET), 500, "internal"),
                new Row(new IllegalArgumentException(SECRET), 500, "internal"),
                new Row(new StackOverflowError(SECRET), 500, "internal"));
    }

    @ParameterizedTest
    @MethodSource("serversFaults")
    void detailsOfTheServerStayInside(Row row) {
        ErrorReply reply = ErrorMapping.reply(row.failure());
        assertThat(reply.status()).isEqualTo(row.status());
        assertThat(reply.type().wireName()).isEqualTo(row.type());
        assertThat(reply.toJson("id-1", ErrorForm.PLAIN).toString())
                .doesNotContain(SECRET)
                .contains("id-1");
    }

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void typesAreErrorsWithSnakeCaseNames(ErrorType type) {
        assertThat(type.status()).isBetween(400, 504);
        assertThat(type.wireName()).matches("[a-z]+(_[a-z]+)*");
    }

    @Test
    void theBodyNamesTheFieldAtFault() {
        JsonNode error =
                ErrorMapping.reply(RequestException.invalid("images[1]", "why"))
                        .toJson("id-1", ErrorForm.PLAIN)
                        .get("error");
        assertThat(error.propertyNames()).containsExactly("type", "message", "param", "request_id");
        assertThat(error.get("param").stringValue()).isEqualTo("images[1]");
    }
}
