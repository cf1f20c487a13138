package dev.glimpse.runtime;

import java.util.List;
import java.util.Optional;

/// How likely tokens were.
///
/// All are natural logarithms of what the model itself gives a token after those before it: the
/// softmax of its logits, before anything that a request asks of sampling. Biases, bans, penalties,
/// response formats, truncation (top-k, top-p, ...) and temperature change which token is chosen,
/// and not its log-probability; so the numbers of two requests compare, and they add up to a text's
/// log-likelihood under the model. (vLLM does the same unless told otherwise.)
///
/// @param prompt the text tokens of the prompt in their order, rows of images left out; empty
///   unless asked for
/// @param reasoning the tokens of what the model thought aloud, with its tags
/// @param answer the tokens of the answer's text. Where a stop string cut it, those that begin
///   before the cut
/// @param end the token that ended the model's turn, if it came to that
public record LogProbabilities(
        List<PromptToken> prompt,
        List<ScoredToken> reasoning,
        List<ScoredToken> answer,
        Optional<ScoredToken> end) {
    public LogProbabilities {
        prompt = List.copyOf(prompt);
        reasoning = List.copyOf(reasoning);
        answer = List.copyOf(answer);
    }
}
