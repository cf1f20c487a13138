package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.fault.ModelException;
import java.time.Duration;
import java.util.List;

/// What the decode thread tells the caller, in order.
public sealed interface DecodeEvent {

    /// The prompt is in the KV cache.
    record Prefilled() implements DecodeEvent {}

    /// How likely the text tokens of the prompt are; right behind [Prefilled], if wanted.
    record PromptScored(List<PromptToken> tokens) implements DecodeEvent {
        public PromptScored {
            tokens = List.copyOf(tokens);
        }
    }

    /// More of what the model thinks aloud: whole characters.
    ///
    /// @param tokens those of the text and of tags around it, if scores are wanted
    record Reasoning(String text, List<ScoredToken> tokens) implements DecodeEvent {
        public Reasoning {
            tokens = List.copyOf(tokens);
        }
    }

    /// More text of the answer: whole characters, no part of a stop string.
    ///
    /// @param tokens those of the text, if scores are wanted
    record Text(String text, List<ScoredToken> tokens) implements DecodeEvent {
        public Text {
            tokens = List.copyOf(tokens);
        }
    }

    /// How likely the token that ended the model's turn was, if that is wanted.
    record TurnEnded(ScoredToken token) implements DecodeEvent {}

    /// How likely choices are: see [DecodeJob#scoring].
    ///
    /// @param begin natural logarithm of the probability of what the choices begin with
    /// @param ends of each one's last token, after that
    record Scored(double begin, List<Double> ends) implements DecodeEvent {
        public Scored {
            ends = List.copyOf(ends);
        }
    }

    /// The answer is complete.
    ///
    /// @param tokens tokens of the answer
    /// @param queue time from submission to the first batch
    /// @param prefill time for the prompt
    /// @param generate time for the answer
    record Done(
            FinishReason reason, int tokens, Duration queue, Duration prefill, Duration generate)
            implements DecodeEvent {}

    /// There will be no answer.
    record Failed(ModelException reason) implements DecodeEvent {}
}
