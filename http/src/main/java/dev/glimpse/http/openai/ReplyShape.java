package dev.glimpse.http.openai;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.VisionLanguageModel;

/// How a client wants its answers.
///
/// @param answers how many to each prompt, `n`
/// @param stream whether as they are made
/// @param includeUsage whether a stream ends with what the answers took
public record ReplyShape(int answers, boolean stream, boolean includeUsage) {
    public static final int MAX_ANSWERS = VisionLanguageModel.MAX_ANSWERS;

    /// Reads it from a request.
    ///
    /// @throws RequestException if a field is malformed or not allowed
    public static ReplyShape read(JsonFields json) {
        boolean includeUsage =
                json.node("stream_options")
                        .map(options -> JsonFields.ofAnyNames(options, "stream_options"))
                        .flatMap(options -> options.flag("include_usage"))
                        .orElse(false);
        return new ReplyShape(
                answers(json.number("n").orElse("1")),
                json.flag("stream").orElse(false),
                includeUsage);
    }

    private static int answers(String text) {
        if (!text.matches("[0-9]{1,2}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MAX_ANSWERS) {
            throw invalid("n", "n is " + text + "; allowed: 1 to " + MAX_ANSWERS);
        }
        return Integer.parseInt(text);
    }
}
