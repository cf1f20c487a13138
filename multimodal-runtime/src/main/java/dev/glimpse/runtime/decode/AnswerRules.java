package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.Optional;

/// How a job's answer is made. Handed over to the decode thread with the job.
///
/// @param bias by token, as [dev.glimpse.runtime.sampling.TokenBias] makes it; not changed any more
/// @param filter which tokens the response format allows; for this job alone
/// @param maxTokens the answer's length at most, in tokens
/// @param stop the answer ends before the first of these
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record AnswerRules(
        SamplingOptions sampling,
        Optional<float[]> bias,
        Optional<TokenFilter> filter,
        int maxTokens,
        List<String> stop) {
    public AnswerRules {
        stop = List.copyOf(stop);
    }

    /// Without biases, in any format.
    public static AnswerRules plain(SamplingOptions sampling, int maxTokens, List<String> stop) {
        return new AnswerRules(sampling, Optional.empty(), Optional.empty(), maxTokens, stop);
    }
}
