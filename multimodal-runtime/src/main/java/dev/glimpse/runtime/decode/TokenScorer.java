package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Token;
import dev.glimpse.runtime.TokenLogProbability;
import dev.glimpse.runtime.fault.GenerationFailedException;
import java.util.ArrayList;
import java.util.List;

/// Reads out of logits how likely tokens are. Confined to the decode thread.
///
/// @param alternatives how many of the likeliest tokens are told beside each
record TokenScorer(Vocabulary vocabulary, int alternatives) {

    /// How likely a token is, and which ones are likeliest.
    ScoredToken score(Logits logits, int token) {
        double sum = sum(logits);
        var likeliest = new ArrayList<TokenLogProbability>();
        for (int other : logits.likeliest(alternatives)) {
            likeliest.add(new TokenLogProbability(token(other), logits.get(other) - sum));
        }
        return new ScoredToken(
                new TokenLogProbability(token(token), logits.get(token) - sum), likeliest);
    }

    /// How likely each of several tokens is, in their order.
    static List<Double> logProbabilities(Logits logits, List<Integer> tokens) {
        double sum = sum(logits);
        return tokens.stream().map(token -> logits.get(token) - sum).toList();
    }

    /// A token as the vocabulary has it.
    Token token(int id) {
        byte[] bytes = vocabulary.piece(id);
        return new Token(id, bytes, bytes.length == 0 ? vocabulary.text(id) : "");
    }

    private static double sum(Logits logits) {
        double sum = logits.logSum();
        if (!Double.isFinite(sum)) {
            throw new GenerationFailedException(
                    "the model gives NaN or infinite logits; its weights are damaged, get the file"
                            + " again");
        }
        return sum;
    }
}
