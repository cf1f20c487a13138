package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.fault.RunException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A row as a line of JSON. `prediction` is the raw answer, as in files of predictions.
final class AnswerRowJson {
    private AnswerRowJson() {}

    static String write(AnswerRow row) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("index", row.index());
        switch (row.outcome()) {
            case AnswerRow.Answered answered -> {
                json.put("prediction", answered.text());
                if (!answered.reasoning().isEmpty()) {
                    json.put("reasoning", answered.reasoning());
                }
                json.put("finish", answered.finish());
                answered.extracted().ifPresent(text -> json.put("extracted", text));
                json.put("right", answered.right());
            }
            case AnswerRow.Failed failed -> json.put("failure", failed.why()).put("right", false);
        }
        json.put("attempts", row.cost().attempts());
        json.put("seconds", Math.round(row.cost().seconds() * 1000) / 1000.0);
        json.put("prompt_tokens", row.cost().promptTokens());
        json.put("completion_tokens", row.cost().completionTokens());
        return json.toString();
    }

    /// @throws RunException if the line is no row
    static AnswerRow read(String line, String where) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            var cost =
                    new AnswerRow.Cost(
                            json.path("attempts").asInt(1),
                            json.path("seconds").asDouble(0),
                            json.path("prompt_tokens").asInt(0),
                            json.path("completion_tokens").asInt(0));
            return new AnswerRow(json.required("index").asString(), outcome(json), cost);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RunException(where + " is no row of a run: " + e.getMessage(), e);
        }
    }

    private static AnswerRow.Outcome outcome(JsonNode json) {
        if (json.has("failure")) {
            return new AnswerRow.Failed(json.get("failure").asString());
        }
        Optional<String> extracted =
                json.has("extracted")
                        ? Optional.of(json.get("extracted").asString())
                        : Optional.empty();
        return new AnswerRow.Answered(
                json.required("prediction").asString(),
                json.path("reasoning").asString(""),
                json.path("finish").asString("unknown"),
                extracted,
                json.path("right").asBoolean(false));
    }
}
