package dev.glimpse.runtime;

/// Why an answer ended.
public enum FinishReason {
    /// The model ended its turn, or a stop string came up.
    STOP,
    /// [GenerationRequest#maxTokens()] or the context was reached.
    LENGTH,
    /// [Cancellation#cancel()] was called.
    CANCELLED
}
