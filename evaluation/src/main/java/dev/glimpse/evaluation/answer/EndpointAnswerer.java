package dev.glimpse.evaluation.answer;

import dev.glimpse.runtime.chat.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An endpoint that speaks OpenAI's chat completions: llama-server, vLLM, a hosted model. Greedy
/// (temperature 0); images go as they are in the data, in data URIs.
public final class EndpointAnswerer implements Answerer {
    private final Endpoint endpoint;

    public EndpointAnswerer(EndpointOptions options) {
        this.endpoint = new Endpoint(options);
    }

    @Override
    public Reply answer(List<Message> conversation) {
        JsonNode reply = endpoint.post(CompletionBody.of(endpoint.options(), conversation));
        JsonNode choice = reply.path("choices").path(0);
        return new Reply(
                Endpoint.text(reply),
                choice.path("message").path("reasoning_content").asString(""),
                choice.path("finish_reason").asString("unknown"),
                reply.path("usage").path("prompt_tokens").asInt(0),
                reply.path("usage").path("completion_tokens").asInt(0));
    }

    @Override
    public void check() {
        EndpointCheck.require(endpoint.options());
    }
}
