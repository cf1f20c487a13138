package dev.glimpse.cli.bench;

import java.util.Optional;

/// A question of a user.
///
/// @param image a data URI
/// @param text the question; no quotes, no backslashes
/// @param tokens how long the answer is, whatever it says
record Ask(Optional<String> image, String text, int tokens) {

    /// As the body of a chat completion.
    String json() {
        String picture =
                image.map(uri ->
                                "{\"type\": \"image_url\", \"image_url\": {\"url\": \""
                                        + uri
                                        + "\"}}, ")
                        .orElse("");
        return "{\"messages\": [{\"role\": \"user\", \"content\": ["
                + picture
                + "{\"type\": \"text\", \"text\": \""
                + text
                + "\"}]}], \"max_tokens\": "
                + tokens
                + ", \"temperature\": 0, \"ignore_eos\": true, \"stream\": true,"
                + " \"stream_options\": {\"include_usage\": true}}";
    }
}
