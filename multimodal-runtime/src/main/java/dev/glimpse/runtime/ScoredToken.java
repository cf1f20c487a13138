package dev.glimpse.runtime;

import java.util.List;

/// A token at its place, and what the model holds likeliest there.
///
/// @param own the token that stands there, and how likely it was
/// @param alternatives the likeliest tokens at this place, the likeliest first, as many as
///   [LogProbabilityOptions#alternatives()] asks for; the token itself may be one of them
public record ScoredToken(TokenLogProbability own, List<TokenLogProbability> alternatives) {
    public ScoredToken {
        alternatives = List.copyOf(alternatives);
    }

    /// The token.
    public Token token() {
        return own.token();
    }

    /// Natural logarithm of its probability.
    public double logProbability() {
        return own.logProbability();
    }
}
