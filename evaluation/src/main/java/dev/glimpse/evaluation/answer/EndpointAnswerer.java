package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint that speaks OpenAI's chat completions: llama-server, vLLM, a hosted model. Greedy
/// (temperature 0); images go as they are in the data, in data URIs.
public final class EndpointAnswerer implements Answerer {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int SHOWN = 300;

    private final EndpointOptions options;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    public EndpointAnswerer(EndpointOptions options) {
        this.options = options;
    }

    @Override
    public Reply answer(Message turn) {
        var request =
                HttpRequest.newBuilder(options.completions())
                        .timeout(options.timeout())
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        CompletionBody.of(options, turn)));
        options.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new AnswerException(
                    PASSING.contains(response.statusCode())
                            ? AnswerException.Kind.PASSING
                            : AnswerException.Kind.LASTING,
                    "status " + response.statusCode() + ": " + shown(response.body()));
        }
        return reply(response.body());
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

    private static Reply reply(String body) {
        try {
            JsonNode root = JsonMapper.shared().readTree(body);
            JsonNode choice = root.path("choices").path(0);
            JsonNode content = choice.path("message").path("content");
            if (!content.isString() && !content.isNull()) {
                throw new AnswerException(
                        AnswerException.Kind.PASSING,
                        "the reply has no choices[0].message.content: " + shown(body));
            }
            return new Reply(
                    content.isNull() ? "" : content.asString(),
                    choice.path("message").path("reasoning_content").asString(""),
                    choice.path("finish_reason").asString("unknown"),
                    root.path("usage").path("prompt_tokens").asInt(0),
                    root.path("usage").path("completion_tokens").asInt(0));
        } catch (JacksonException e) {
            throw new AnswerException(
                    AnswerException.Kind.PASSING, "the reply is not JSON: " + shown(body), e);
        }
    }

    private static String shown(String body) {
        String flat = body.strip().replaceAll("\\s+", " ");
        return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "...";
    }
}
