package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a client is told about a request that failed.
///
/// @param param the field or part at fault, if it is one
/// @param retryAfter when to try again, for refusals that hold for now alone
public record ErrorReply(
        ErrorType type, String message, Optional<String> param, Optional<Duration> retryAfter) {
    /// Clients of OpenAI's API obey no longer wait.
    private static final long MAX_RETRY_SECONDS = 60;

    private static final String RETRY_SECONDS = "2";

    static ErrorReply of(ErrorType type, String message) {
        return new ErrorReply(type, message, Optional.empty(), Optional.empty());
    }

    /// The value of the header `Retry-After`: whole seconds, 1 to 60.
    Optional<String> retryHeader() {
        return switch (type) {
            case QUEUE_FULL, RATE_LIMITED, UNAVAILABLE ->
                    Optional.of(retryAfter.map(ErrorReply::seconds).orElse(RETRY_SECONDS));
            case INVALID_JSON,
                    INVALID_REQUEST,
                    INVALID_IMAGE,
                    IMAGE_TOO_LARGE,
                    UNSUPPORTED_IMAGE,
                    PROMPT_TOO_LONG,
                    UNAUTHORIZED,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    REQUEST_TIMEOUT,
                    REQUEST_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    CLIENT_CLOSED,
                    INTERNAL,
                    DEADLINE_EXCEEDED ->
                    Optional.empty();
        };
    }

    private static String seconds(Duration time) {
        long rounded = time.plusNanos(999_999_999).toSeconds();
        return Long.toString(Math.clamp(rounded, 1, MAX_RETRY_SECONDS));
    }

    public int status() {
        return type.status();
    }

    /// The body of the reply, in a form that the client knows.
    public ObjectNode toJson(String requestId, ErrorForm form) {
        return switch (form) {
            case PLAIN -> plain(requestId);
            case OPENAI -> openAi(requestId);
        };
    }

    private ObjectNode plain(String requestId) {
        ObjectNode error = Json.object().put("type", type.wireName()).put("message", message);
        param.ifPresent(name -> error.put("param", name));
        return body(error, requestId);
    }

    private ObjectNode openAi(String requestId) {
        ObjectNode error =
                Json.object()
                        .put("message", message)
                        .put("type", openAiType())
                        .put("param", param.orElse(null))
                        .put("code", openAiCode());
        return body(error, requestId);
    }

    private static ObjectNode body(ObjectNode error, String requestId) {
        error.put("request_id", requestId);
        ObjectNode body = Json.object();
        body.set("error", error);
        return body;
    }

    private String openAiType() {
        if (type.status() == ErrorType.RATE_LIMITED.status()) {
            return "rate_limit_error";
        }
        return type.status() < 500 ? "invalid_request_error" : "server_error";
    }

    private String openAiCode() {
        return switch (type) {
            case PROMPT_TOO_LONG -> "context_length_exceeded";
            case UNAUTHORIZED -> "invalid_api_key";
            case RATE_LIMITED -> "rate_limit_exceeded";
            case INVALID_JSON,
                    INVALID_REQUEST,
                    INVALID_IMAGE,
                    IMAGE_TOO_LARGE,
                    UNSUPPORTED_IMAGE,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    REQUEST_TIMEOUT,
                    REQUEST_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    QUEUE_FULL,
                    CLIENT_CLOSED,
                    INTERNAL,
                    UNAVAILABLE,
                    DEADLINE_EXCEEDED ->
                    type.wireName();
        };
    }
}
