package dev.glimpse.http.openai;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;

/// A chat completion, checked.
///
/// @param generation what to ask the model
/// @param choices how many answers, `n`
/// @param stream whether the client wants the answers as they are made
/// @param includeUsage whether a stream ends with what the answers took
record ChatRequest(
        GenerationRequest generation, int choices, boolean stream, boolean includeUsage) {
    /// One more than the largest seed.
    static final long SEEDS = 0xFFFF_FFFFL;

    /// The request of one answer: each draws by a seed of its own.
    GenerationRequest choice(int index) {
        SamplingOptions sampling = generation.sampling();
        long seed = (long) sampling.number(SamplingOption.SEED);
        return generation.withSampling(sampling.withSeed((seed + index) % SEEDS));
    }
}
