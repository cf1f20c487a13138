package dev.glimpse.http.openai.completion;

import dev.glimpse.http.openai.TokenJson;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Token;
import dev.glimpse.runtime.TokenLogProbability;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens and their log-probabilities as completions have them: `{"tokens", "token_logprobs",
/// "top_logprobs", "text_offset"}`, lists of equal length. Confined to one thread.
final class TokenColumns {
    private static final String BYTES = "bytes:";

    private final ObjectNode json = Json.object();
    private final ArrayNode tokens = json.putArray("tokens");
    private final ArrayNode logProbabilities = json.putArray("token_logprobs");
    private final ArrayNode likeliest = json.putArray("top_logprobs");
    private final ArrayNode offsets = json.putArray("text_offset");
    private final TokenPlaces places;

    /// @param places goes on where tokens before these ended
    TokenColumns(TokenPlaces places) {
        this.places = places;
    }

    /// Appends the prompt's tokens. The first one has no probability.
    TokenColumns addPrompt(List<PromptToken> prompt) {
        for (PromptToken token : prompt) {
            begin(token.token(), places.ofPrompt(token.token()));
            token.score()
                    .ifPresentOrElse(
                            this::score,
                            () -> {
                                logProbabilities.addNull();
                                likeliest.addNull();
                            });
        }
        return this;
    }

    /// Appends the answer's tokens.
    TokenColumns add(List<ScoredToken> answer) {
        for (ScoredToken token : answer) {
            begin(token.token(), places.ofAnswer(token.token()));
            score(token);
        }
        return this;
    }

    private void begin(Token token, int offset) {
        tokens.add(TokenJson.text(token, BYTES));
        offsets.add(offset);
    }

    /// The likeliest ones by their texts, and the token itself in any case. Of two that are written
    /// alike the likelier one counts.
    private void score(ScoredToken token) {
        logProbabilities.add(TokenJson.number(token.logProbability()));
        ObjectNode byText = likeliest.addObject();
        token.alternatives().forEach(other -> putUnlessThere(byText, other));
        putUnlessThere(byText, token.own());
    }

    private static void putUnlessThere(ObjectNode byText, TokenLogProbability token) {
        String text = TokenJson.text(token.token(), BYTES);
        if (!byText.has(text)) {
            byText.put(text, TokenJson.number(token.logProbability()));
        }
    }

    ObjectNode json() {
        return json;
    }
}
