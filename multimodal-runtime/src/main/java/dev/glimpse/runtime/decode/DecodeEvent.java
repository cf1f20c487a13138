package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.fault.ModelException;
import java.time.Duration;
import java.util.List;

/// What the decode thread tells the caller, in order.
public sealed interface DecodeEvent {

    /// The prompt is in the KV cache.
    record Prefilled() implements DecodeEvent {}

    /// More of what the model thinks aloud: whole characters.
    record Reasoning(String text) implements DecodeEvent {}

    /// More text of the answer: whole characters, no part of a stop string.
    record Text(String text) implements DecodeEvent {}

    /// How likely the tokens of a choice are.
    ///
    /// @param logProbabilities natural logarithms, one a token, each after those before it
    record Scored(List<Double> logProbabilities) implements DecodeEvent {
        public Scored {
            logProbabilities = List.copyOf(logProbabilities);
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
