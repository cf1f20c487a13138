package dev.glimpse.runtime;

/// Which log-probabilities a request wants.
///
/// @param alternatives how many of the likeliest tokens are told at each place, 0 to
///   [#MAX_ALTERNATIVES]
/// @param prompt whether the prompt's tokens are scored as well; all of the prompt is computed
///   then, whatever of it is in the KV cache
public record LogProbabilityOptions(int alternatives, boolean prompt) {
    /// As many as OpenAI's API has.
    public static final int MAX_ALTERNATIVES = 20;

    public LogProbabilityOptions {
        if (alternatives < 0 || alternatives > MAX_ALTERNATIVES) {
            throw new IllegalArgumentException(
                    "top_logprobs is " + alternatives + "; allowed: 0 to " + MAX_ALTERNATIVES);
        }
    }

    /// Of the answer's tokens alone.
    public static LogProbabilityOptions answer(int alternatives) {
        return new LogProbabilityOptions(alternatives, false);
    }

    /// Of the prompt's tokens and the answer's.
    public static LogProbabilityOptions promptAndAnswer(int alternatives) {
        return new LogProbabilityOptions(alternatives, true);
    }
}
