package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a client is told about a request that failed.
///
/// @param param the field or part at fault, if it is one
public record ErrorReply(ErrorType type, String message, Optional<String> param) {

    static ErrorReply of(ErrorType type, String message) {
        return new ErrorReply(type, message, Optional.empty());
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
        if (type == ErrorType.QUEUE_FULL) {
            return "rate_limit_error";
        }
        return type.status() < 500 ? "invalid_request_error" : "server_error";
    }

    private String openAiCode() {
        return type == ErrorType.PROMPT_TOO_LONG ? "context_length_exceeded" : type.wireName();
    }
}
