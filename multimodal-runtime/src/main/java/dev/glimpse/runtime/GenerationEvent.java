package dev.glimpse.runtime;

/// What happens while an answer is made, in order: one [Prompt], any number of [Reasoning], any
/// number of [Text], one [Finished]. A generation that is cancelled before its prompt is in the
/// model has the last alone; one that fails ends with an exception instead.
public sealed interface GenerationEvent {

    /// The prompt is in the model; the first token comes next.
    record Prompt(int promptTokens, int imageTokens) implements GenerationEvent {}

    /// More of what the model thinks aloud before it answers: whole characters, without the tags
    /// around it and the space next to them.
    record Reasoning(String text) implements GenerationEvent {}

    /// More of the answer: whole characters, never part of a stop string.
    record Text(String text) implements GenerationEvent {}

    /// The answer is complete.
    record Finished(GenerationResult result) implements GenerationEvent {}
}
