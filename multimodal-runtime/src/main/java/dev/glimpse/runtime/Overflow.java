package dev.glimpse.runtime;

/// What becomes of a conversation that is too long for the context.
public enum Overflow {
    /// It is refused, with numbers.
    REFUSE,
    /// Its oldest turns are left out, whole and with their images, until the rest leaves room for
    /// an answer: of [GenerationRequest#maxTokens()], or of a quarter of the context if that is
    /// less. The system's message and the last turn stay. [GenerationResult#dropped()] says what is
    /// gone.
    DROP_OLDEST_TURNS
}
