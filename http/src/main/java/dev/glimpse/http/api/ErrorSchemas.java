package dev.glimpse.http.api;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.ErrorForm;
import java.util.LinkedHashMap;
import java.util.List;

/// What bodies of errors may be, as [dev.glimpse.http.wire.ErrorReply] writes them.
final class ErrorSchemas {
    private static final Schema MESSAGE =
            Schema.string()
                    .described("What was found, what is allowed and what to do, for people.");
    private static final Schema PARAM = Schema.string().described("The field or part at fault.");

    private ErrorSchemas() {}

    /// The name under which a document keeps a form's schema.
    static String name(ErrorForm form) {
        return switch (form) {
            case PLAIN -> "Error";
            case OPENAI -> "OpenAIError";
        };
    }

    static Schema of(ErrorForm form) {
        var error = new LinkedHashMap<String, Schema>();
        switch (form) {
            case PLAIN -> {
                error.put("type", Schema.string());
                error.put("message", MESSAGE);
                error.put("param", PARAM);
            }
            case OPENAI -> {
                error.put("message", MESSAGE);
                error.put("type", Schema.string());
                error.put("param", PARAM.orNull());
                error.put("code", Schema.string());
            }
        }
        error.put("request_id", Schema.string().described("The log has it, too."));
        List<String> required =
                error.keySet().stream()
                        .filter(name -> form == ErrorForm.OPENAI || !name.equals("param"))
                        .toList();
        var body = new LinkedHashMap<String, Schema>();
        body.put("error", Schema.object(error, required));
        return Schema.object(body, List.of("error"));
    }
}
