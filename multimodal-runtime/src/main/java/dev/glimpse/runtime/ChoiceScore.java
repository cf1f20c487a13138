package dev.glimpse.runtime;

/// How likely a given answer is.
///
/// @param choice the answer
/// @param tokens tokens it takes
/// @param logProbability natural logarithm of its probability as the beginning of an answer
/// @param probability its share among the choices: the softmax of their log-probabilities
public record ChoiceScore(String choice, int tokens, double logProbability, double probability) {

    /// The log-probability a token, for choices of different lengths.
    public double normalized() {
        return logProbability / tokens;
    }
}
