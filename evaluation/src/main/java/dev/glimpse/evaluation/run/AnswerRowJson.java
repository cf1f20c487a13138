package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.fault.RunException;
import dev.glimpse.evaluation.mark.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A row as a line of JSON. `prediction` is the raw answer, as in files of predictions.
final class AnswerRowJson {
    private static final String DROPPED = "examples_dropped";

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
                Mark mark = answered.mark();
                mark.extracted().ifPresent(text -> json.put("extracted", text));
                json.put("right", mark.credit() == 1);
                if (mark.credit() > 0 && mark.credit() < 1) {
                    json.put("credit", mark.credit());
                }
                if (!answered.logProbabilities().isEmpty()) {
                    ObjectNode scores = json.putObject("log_probabilities");
                    answered.logProbabilities().forEach(scores::put);
                }
            }
            case AnswerRow.Failed failed -> json.put("failure", failed.why()).put("right", false);
        }
        json.put("attempts", row.cost().attempts());
        json.put("seconds", Math.round(row.cost().seconds() * 1000) / 1000.0);
        json.put("prompt_tokens", row.cost().promptTokens());
        json.put("completion_tokens", row.cost().completionTokens());
        if (row.cost().examplesDropped() > 0) {
            json.put(DROPPED, row.cost().examplesDropped());
        }
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
                            json.path("completion_tokens").asInt(0),
                            json.path(DROPPED).asInt(0));
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
        double credit = json.path("right").asBoolean(false) ? 1 : json.path("credit").asDouble(0);
        return new AnswerRow.Answered(
                json.required("prediction").asString(),
                json.path("reasoning").asString(""),
                json.path("finish").asString("unknown"),
                new Mark(extracted, credit),
                logProbabilities(json.path("log_probabilities")));
    }

    private static Map<String, Double> logProbabilities(JsonNode json) {
        var scores = new LinkedHashMap<String, Double>();
        json.properties().forEach(entry -> scores.put(entry.getKey(), entry.getValue().asDouble()));
        return scores;
    }
}
