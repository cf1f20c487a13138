package dev.glimpse.runtime;

/// A finished answer.
///
/// @param text the answer without stop string or end-of-turn token; whole characters only
/// @param reasoning what the model thought aloud before; empty if it did not
public record GenerationResult(
        String text, String reasoning, FinishReason finishReason, Usage usage, Timings timings) {}
