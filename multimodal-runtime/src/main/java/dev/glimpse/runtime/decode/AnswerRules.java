package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.runtime.text.ThinkingTags;
import java.util.List;
import java.util.Optional;

/// How a job's answer is made. Handed over to the decode thread with the job.
///
/// @param tokens which tokens may come
/// @param maxTokens the answer's length at most, in tokens
/// @param stop the answer ends before the first of these
/// @param thinking how the model thinks aloud; nothing if it does not
/// @param scores which tokens are scored; nothing for none
public record AnswerRules(
        SamplingOptions sampling,
        TokenRules tokens,
        int maxTokens,
        List<String> stop,
        Optional<Thinking> thinking,
        Optional<LogProbabilityOptions> scores) {
    public AnswerRules {
        stop = List.copyOf(stop);
    }

    /// The same for a shorter answer.
    public AnswerRules withMaxTokens(int value) {
        return new AnswerRules(sampling, tokens, value, stop, thinking, scores);
    }

    /// Whether the prompt's tokens are scored.
    boolean scoresPrompt() {
        return scores.isPresent() && scores.get().prompt();
    }

    /// Which tokens may come.
    ///
    /// @param bias by token, as [TokenBias] makes it; not changed any more
    /// @param filter what the response format allows; for this job alone
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    public record TokenRules(Optional<float[]> bias, Optional<TokenFilter> filter) {
        /// All tokens, as the model likes.
        public static final TokenRules NONE = new TokenRules(Optional.empty(), Optional.empty());
    }

    /// Thinking aloud.
    ///
    /// @param begun whether the prompt ends within what is thought; else an answer may begin so
    public record Thinking(ThinkingTags tags, boolean begun) {}

    /// Any tokens, no thinking.
    public static AnswerRules plain(SamplingOptions sampling, int maxTokens, List<String> stop) {
        return new AnswerRules(
                sampling, TokenRules.NONE, maxTokens, stop, Optional.empty(), Optional.empty());
    }
}
