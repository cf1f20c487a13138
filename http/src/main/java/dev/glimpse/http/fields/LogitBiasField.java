package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.runtime.sampling.LogitBias;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Reads `logit_bias` as OpenAI writes it, `{"123": -100, "word": 5}`, or as llama.cpp's server
/// does, `[[123, -100], ["word", 5], [7, false]]`. A key of digits is a token's number, any other a
/// text; `false` bans.
public final class LogitBiasField {
    static final String NAME = "logit_bias";
    static final String DESCRIPTION =
            "What is added to tokens' logits: an object of token or text to bias, or pairs of them;"
                    + " -100 or `false` bans.";
    static final Schema SCHEMA =
            Schema.anyOf(Schema.object(), Schema.array(Schema.array(Schema.any())));

    private LogitBiasField() {}

    public static List<LogitBias> read(JsonNode value) {
        var biases = new ArrayList<LogitBias>();
        if (value.isObject()) {
            value.properties()
                    .forEach(entry -> biases.add(named(entry.getKey(), entry.getValue())));
        } else if (value.isArray()) {
            value.forEach(pair -> biases.add(pair(pair)));
        } else {
            throw invalid(NAME, NAME + " is no object; expected token or text to bias");
        }
        return biases;
    }

    private static LogitBias named(String key, JsonNode bias) {
        return key.matches("[0-9]{1,9}")
                ? bias(() -> new LogitBias.OfToken(Integer.parseInt(key), number(bias)))
                : bias(() -> new LogitBias.OfText(key, number(bias)));
    }

    private static LogitBias pair(JsonNode pair) {
        if (!pair.isArray() || pair.size() != 2) {
            throw invalid(NAME, NAME + " has an entry that is no pair of token and bias");
        }
        JsonNode token = pair.get(0);
        if (token.isString()) {
            return bias(() -> new LogitBias.OfText(token.stringValue(), number(pair.get(1))));
        }
        if (!token.isInt()) {
            throw invalid(NAME, NAME + " has a token that is neither a whole number nor a text");
        }
        return bias(() -> new LogitBias.OfToken(token.intValue(), number(pair.get(1))));
    }

    private static LogitBias bias(Supplier<LogitBias> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw invalid(NAME, String.valueOf(e.getMessage()));
        }
    }

    private static float number(JsonNode value) {
        if (value.isBoolean() && !value.booleanValue()) {
            return LogitBias.BAN;
        }
        if (!value.isNumber()) {
            throw invalid(NAME, NAME + " has a bias that is no number; allowed: -100 (ban) to 100");
        }
        return (float) value.doubleValue();
    }
}
