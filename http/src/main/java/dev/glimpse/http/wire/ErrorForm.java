package dev.glimpse.http.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a reply tells of an error.
public enum ErrorForm {
    /// `{"error": {"type", "message", "param"?, "request_id"}}`
    PLAIN,
    /// As clients of OpenAI's API read it: `{"error": {"message", "type", "param", "code",
    /// "request_id"}}`.
    OPENAI;

    private static final List<String> OPENAI_PATHS =
            List.of("/v1/chat/", "/v1/completions", "/v1/models");

    /// The form at a path.
    ///
    /// @param path null where a request has none
    public static ErrorForm of(@Nullable String path) {
        boolean openAi = path != null && OPENAI_PATHS.stream().anyMatch(path::startsWith);
        return openAi ? OPENAI : PLAIN;
    }
}
