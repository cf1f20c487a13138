package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An endpoint that tells the likeliest first tokens of its reply (`logprobs`, `top_logprobs`). An
/// answer that is not among them counts as [#ABSENT]; only answers of one token can be found. Forms
/// with and without a space before them are one answer, by the likelier.
public final class EndpointChoiceScorer implements ChoiceScorer {
    /// What stands for an answer that is not among the likeliest tokens, as in the original MMLU.
    public static final double ABSENT = -100;

    private static final int TOP = 20;

    private final Endpoint endpoint;

    public EndpointChoiceScorer(EndpointOptions options) {
        this.endpoint = new Endpoint(options);
    }

    @Override
    public double[] logProbabilities(List<Message> conversation, List<String> answers) {
        ObjectNode body = CompletionBody.of(endpoint.options(), conversation);
        body.put("max_tokens", 1);
        body.put("logprobs", true);
        body.put("top_logprobs", TOP);
        JsonNode reply = endpoint.post(body);
        JsonNode top =
                reply.path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("content")
                        .path(0)
                        .path("top_logprobs");
        if (!top.isArray() || top.isEmpty()) {
            throw new AnswerException(
                    AnswerException.Kind.LASTING,
                    endpoint.options().base()
                            + " gives no choices[0].logprobs.content[0].top_logprobs; answers by"
                            + " log-probability need them");
        }
        double[] scores = new double[answers.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ABSENT;
            for (JsonNode token : top.values()) {
                if (token.path("token").asString("").strip().equals(answers.get(i))) {
                    scores[i] = Math.max(scores[i], token.path("logprob").asDouble(ABSENT));
                }
            }
        }
        return scores;
    }

    @Override
    public void check() {
        EndpointCheck.require(endpoint.options());
    }
}
