package dev.glimpse.http.openai;

import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Token;
import dev.glimpse.runtime.TokenLogProbability;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens and their log-probabilities as chat completions have them.
public final class TokenJson {
    /// What OpenAI's API says of what is as good as impossible; JSON has no infinity.
    private static final double LEAST = -9999;

    private TokenJson() {}

    /// `{"content": [{"token", "logprob", "bytes", "top_logprobs": [...]}, ...], "refusal": null}`.
    public static ObjectNode logprobs(List<ScoredToken> tokens) {
        ObjectNode json = Json.object();
        ArrayNode content = json.putArray("content");
        for (ScoredToken token : tokens) {
            ObjectNode one = content.addObject();
            fill(one, token.own());
            ArrayNode alternatives = one.putArray("top_logprobs");
            token.alternatives().forEach(other -> fill(alternatives.addObject(), other));
        }
        json.putNull("refusal");
        return json;
    }

    private static void fill(ObjectNode json, TokenLogProbability token) {
        json.put("token", text(token.token(), "")).put("logprob", number(token.logProbability()));
        if (token.token().isControl()) {
            json.putNull("bytes");
            return;
        }
        ArrayNode bytes = json.putArray("bytes");
        for (byte each : token.token().bytes()) {
            bytes.add(Byte.toUnsignedInt(each));
        }
    }

    /// A token's text; of part of a character its bytes, as `\xe2\x82`.
    ///
    /// @param prefix stands before such bytes
    public static String text(Token token, String prefix) {
        try {
            if (!token.isControl()) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(token.bytes()));
            }
            return token.text();
        } catch (CharacterCodingException _) {
            var text = new StringBuilder(prefix);
            for (byte each : token.bytes()) {
                text.append(String.format(Locale.ROOT, "\\x%02x", each));
            }
            return text.toString();
        }
    }

    /// A log-probability that JSON can say.
    public static double number(double logProbability) {
        return Math.max(LEAST, logProbability);
    }
}
