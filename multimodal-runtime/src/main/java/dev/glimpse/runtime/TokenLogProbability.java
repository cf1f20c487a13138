package dev.glimpse.runtime;

/// How likely a token is after those before it.
///
/// @param logProbability natural logarithm of its probability, as [LogProbabilities] defines it
public record TokenLogProbability(Token token, double logProbability) {}
