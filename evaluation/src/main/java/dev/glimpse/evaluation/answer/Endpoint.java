package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sends bodies to an endpoint of chat completions and gets JSON back. Thread-safe.
final class Endpoint {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int BAD_REQUEST = 400;
    private static final int SHOWN = 300;

    /// As glimpse serve, llama-server, vLLM and OpenAI say that a prompt does not fit.
    private static final Pattern TOO_LONG =
            Pattern.compile(
                    "context_length_exceeded|exceed_context_size|maximum context length"
                            + "|available context size");

    private final EndpointOptions options;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    Endpoint(EndpointOptions options) {
        this.options = options;
    }

    EndpointOptions options() {
        return options;
    }

    /// The reply's JSON.
    ///
    /// @throws AnswerException if there is none
    JsonNode post(ObjectNode body) {
        HttpResponse<String> response =
                send(options.request(body).timeout(options.timeout()).build());
        if (response.statusCode() / 100 != 2) {
            throw new AnswerException(
                    kind(response),
                    "status " + response.statusCode() + ": " + shown(response.body()));
        }
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw new AnswerException(
                    AnswerException.Kind.PASSING,
                    "the reply is not JSON: " + shown(response.body()),
                    e);
        }
    }

    private static AnswerException.Kind kind(HttpResponse<String> response) {
        if (PASSING.contains(response.statusCode())) {
            return AnswerException.Kind.PASSING;
        }
        return response.statusCode() == BAD_REQUEST && TOO_LONG.matcher(response.body()).find()
                ? AnswerException.Kind.TOO_LONG
                : AnswerException.Kind.LASTING;
    }

    /// The text of a reply; empty where it has none.
    static String text(JsonNode reply) {
        JsonNode content = reply.path("choices").path(0).path("message").path("content");
        if (!content.isString() && !content.isNull()) {
            throw new AnswerException(
                    AnswerException.Kind.PASSING,
                    "the reply has no choices[0].message.content: " + shown(reply.toString()));
        }
        return content.isNull() ? "" : content.asString();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AnswerException(
                    AnswerException.Kind.PASSING, options.base() + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnswerException(AnswerException.Kind.STOPPED, "interrupted", e);
        }
    }

    /// The beginning of a reply, on one line.
    static String shown(String body) {
        String flat = body.strip().replaceAll("\\s+", " ");
        return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "...";
    }
}
