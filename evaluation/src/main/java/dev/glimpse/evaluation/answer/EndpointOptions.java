package dev.glimpse.evaluation.answer;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// An endpoint and how it is asked.
///
/// @param base such as `http://127.0.0.1:8080/v1`; `/chat/completions` is added unless it is there
/// @param model the name the endpoint knows the model by
/// @param key sent as a bearer token, if there is one; never recorded
/// @param maxTokens the reply's length at most, in tokens
/// @param timeout of one request
/// @param video how frames of videos are sent
public record EndpointOptions(
        URI base,
        String model,
        Optional<String> key,
        int maxTokens,
        Duration timeout,
        VideoForm video) {
    private static final String PATH = "/chat/completions";

    public EndpointOptions {
        String scheme = String.valueOf(base.getScheme());
        if (!scheme.matches("https?") || base.getHost() == null) {
            throw new IllegalArgumentException(
                    "API base is " + base + "; expected a URL such as http://127.0.0.1:8080/v1");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException(
                    "maxTokens is " + maxTokens + "; allowed: 1 or more");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; must be positive");
        }
    }

    /// With frames of videos as images.
    public EndpointOptions(
            URI base, String model, Optional<String> key, int maxTokens, Duration timeout) {
        this(base, model, key, maxTokens, timeout, VideoForm.IMAGES);
    }

    public EndpointOptions withVideo(VideoForm value) {
        return new EndpointOptions(base, model, key, maxTokens, timeout, value);
    }

    /// Where requests go.
    URI completions() {
        String text = base.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith(PATH) ? text : text + PATH);
    }

    /// Where the endpoint lists its models.
    URI models() {
        return URI.create(completions().toString().replaceFirst(PATH + "$", "/models"));
    }

    /// A request to a place of the endpoint, with the key.
    HttpRequest.Builder request(URI place) {
        var request = HttpRequest.newBuilder(place);
        key.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    /// A request for a chat completion.
    HttpRequest.Builder request(ObjectNode body) {
        return request(completions())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "EndpointOptions[" + base + ", " + model + "]";
    }
}
