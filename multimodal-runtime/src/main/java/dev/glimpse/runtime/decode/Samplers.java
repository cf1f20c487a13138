package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.sampling.SamplingOptions;

/// Sampling options as a chain of native samplers, in llama.cpp's order.
final class Samplers {
    private Samplers() {}

    static void add(SamplerChain chain, SamplingOptions options) {
        if (options.repetitionPenalty() != 1 && options.repetitionWindow() > 0) {
            chain.addRepetitionPenalty(options.repetitionWindow(), options.repetitionPenalty());
        }
        if (options.isGreedy()) {
            chain.addGreedy();
            return;
        }
        if (options.topK() > 0) {
            chain.addTopK(options.topK());
        }
        if (options.topP() < 1) {
            chain.addTopP(options.topP());
        }
        if (options.minP() > 0) {
            chain.addMinP(options.minP());
        }
        chain.addTemperature(options.temperature());
        chain.addDistribution((int) options.seed());
    }
}
