package dev.glimpse.runtime;

/// A finished answer.
///
/// @param text the answer without stop string or end-of-turn token; whole characters only
public record GenerationResult(
        String text, FinishReason finishReason, Usage usage, Timings timings) {}
