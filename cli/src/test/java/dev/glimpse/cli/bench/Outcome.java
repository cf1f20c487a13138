package dev.glimpse.cli.bench;

import java.util.List;

/// When an answer came: seconds since its question was sent.
///
/// @param first the first text
/// @param last the last text
/// @param gaps between one text and the next
/// @param tokens of the answer, as the server counted them
record Outcome(double first, double last, List<Double> gaps, int tokens) {

    /// After the first token.
    double tokensPerSecond() {
        return (tokens - 1) / (last - first);
    }
}
