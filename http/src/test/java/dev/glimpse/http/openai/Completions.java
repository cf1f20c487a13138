package dev.glimpse.http.openai;

import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptInput;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Completions as clients write them.
final class Completions {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Completions() {}

    static Reply send(Service service, JsonNode body) {
        return service.post("/v1/completions", "application/json", JSON.writeValueAsBytes(body));
    }

    /// The numbers of a text's tokens, as a client's own tokenizer has them.
    static List<Integer> tokens(Service service, String text) {
        return service
                .model()
                .generate(
                        GenerationRequest.of(new PromptInput.Text(text))
                                .withMaxTokens(0)
                                .withLogProbabilities(LogProbabilityOptions.promptAndAnswer(0)))
                .logProbabilities()
                .orElseThrow()
                .prompt()
                .stream()
                .map(token -> token.token().id())
                .toList();
    }
}
