package dev.glimpse.runtime;

import java.util.List;

/// What happens while an answer is made, in order: one [Prompt], perhaps one [PromptScored], any
/// number of [Reasoning], any number of [Text], one [Finished]. A generation that is cancelled
/// before its prompt is in the model has the last alone; one that fails ends with an exception
/// instead.
public sealed interface GenerationEvent {

    /// The prompt is in the model; the first token comes next.
    record Prompt(int promptTokens, int imageTokens) implements GenerationEvent {}

    /// How likely the prompt's text tokens are; sent if asked for.
    record PromptScored(List<PromptToken> tokens) implements GenerationEvent {
        public PromptScored {
            tokens = List.copyOf(tokens);
        }
    }

    /// More of what the model thinks aloud before it answers: whole characters, without the tags
    /// around it and the space next to them.
    ///
    /// @param tokens those of the text and the tags, if log-probabilities are wanted; then the text
    ///   may be empty
    record Reasoning(String text, List<ScoredToken> tokens) implements GenerationEvent {
        public Reasoning {
            tokens = List.copyOf(tokens);
        }
    }

    /// More of the answer: whole characters, never part of a stop string.
    ///
    /// @param tokens those that begin in the text or right behind it, if log-probabilities are
    ///   wanted; then the text may be empty
    record Text(String text, List<ScoredToken> tokens) implements GenerationEvent {
        public Text {
            tokens = List.copyOf(tokens);
        }
    }

    /// The answer is complete.
    record Finished(GenerationResult result) implements GenerationEvent {}
}
