package dev.glimpse.runtime;

import java.util.Optional;

/// A finished answer.
///
/// @param text the answer without stop string or end-of-turn token; whole characters only
/// @param reasoning what the model thought aloud before; empty if it did not
/// @param logProbabilities how likely its tokens were; nothing unless asked for
/// @param dropped what was left out of a conversation that was too long, if that was asked for
public record GenerationResult(
        String text,
        String reasoning,
        FinishReason finishReason,
        Usage usage,
        Timings timings,
        Optional<LogProbabilities> logProbabilities,
        Dropped dropped) {

    /// Without log-probabilities, to a whole conversation.
    public GenerationResult(
            String text,
            String reasoning,
            FinishReason finishReason,
            Usage usage,
            Timings timings) {
        this(text, reasoning, finishReason, usage, timings, Optional.empty(), Dropped.NONE);
    }
}
