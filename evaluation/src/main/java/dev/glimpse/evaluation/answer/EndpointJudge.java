package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.judge.Judge;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A judge behind OpenAI's chat completions.
public final class EndpointJudge implements Judge {
    private static final int TOP = 5;

    private final Endpoint endpoint;

    public EndpointJudge(EndpointOptions options) {
        this.endpoint = new Endpoint(options);
    }

    @Override
    public String name() {
        return endpoint.options().model();
    }

    @Override
    public String ask(Plea plea) {
        return Endpoint.text(endpoint.post(body(plea))).strip();
    }

    @Override
    public Map<String, Double> firstTokens(Plea plea) {
        ObjectNode body = body(plea);
        body.put("logprobs", true);
        body.put("top_logprobs", TOP);
        JsonNode top = endpoint.post(body).at("/choices/0/logprobs/content/0/top_logprobs");
        if (!top.isArray() || top.isEmpty()) {
            throw new AnswerException(
                    AnswerException.Kind.LASTING,
                    "judge "
                            + name()
                            + " gives no choices[0].logprobs.content[0].top_logprobs, which this"
                            + " rule needs");
        }
        var tokens = new LinkedHashMap<String, Double>();
        for (JsonNode token : top.values()) {
            tokens.putIfAbsent(token.path("token").asString(""), token.path("logprob").asDouble());
        }
        return tokens;
    }

    private ObjectNode body(Plea plea) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("model", endpoint.options().model());
        ArrayNode messages = body.putArray("messages");
        if (!plea.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", plea.system());
        }
        messages.addObject().put("role", "user").put("content", plea.user());
        body.put("max_tokens", plea.maxTokens());
        body.put("temperature", plea.temperature());
        return body;
    }
}
