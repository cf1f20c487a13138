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

    /// `{"error": {"type", "message", "param"?, "request_id"}}`
    public ObjectNode toJson(String requestId) {
        ObjectNode error = Json.object().put("type", type.wireName()).put("message", message);
        param.ifPresent(name -> error.put("param", name));
        error.put("request_id", requestId);
        ObjectNode body = Json.object();
        body.set("error", error);
        return body;
    }
}
