package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;

/// A job's sampling as a chain of native samplers, in llama.cpp's order.
final class Samplers {
    /// Drops tokens whose probability a float can hardly hold. The typical sampler makes no numbers
    /// of a probability of 0, and then keeps whatever comes first.
    private static final float NEARLY_IMPOSSIBLE = 1e-30f;

    private final SamplerChain chain;
    private final SamplingOptions options;

    private Samplers(SamplerChain chain, SamplingOptions options) {
        this.chain = chain;
        this.options = options;
    }

    /// Fills a chain with what a job asks for.
    static void add(SamplerChain chain, DecodeJob job) {
        job.rules().tokens().bias().ifPresent(chain::bias);
        job.rules().tokens().filter().ifPresent(chain::constrain);
        add(chain, job.sampling());
    }

    private static void add(SamplerChain chain, SamplingOptions options) {
        var samplers = new Samplers(chain, options);
        samplers.addPenalties();
        samplers.addDry();
        if (options.isGreedy()) {
            chain.addGreedy();
            return;
        }
        samplers.addTruncation();
        samplers.addTemperature();
        chain.addDistribution(samplers.seed());
    }

    private void addPenalties() {
        int window = whole(SamplingOption.REPEAT_LAST_N);
        float repetition = real(SamplingOption.REPETITION_PENALTY);
        float frequency = real(SamplingOption.FREQUENCY_PENALTY);
        float presence = real(SamplingOption.PRESENCE_PENALTY);
        if (window > 0 && (repetition != 1 || frequency != 0 || presence != 0)) {
            chain.addPenalties(window, repetition, frequency, presence);
        }
    }

    private void addDry() {
        int window = whole(SamplingOption.DRY_PENALTY_LAST_N);
        float multiplier = real(SamplingOption.DRY_MULTIPLIER);
        if (window > 0 && multiplier > 0) {
            chain.addDry(
                    window,
                    multiplier,
                    real(SamplingOption.DRY_BASE),
                    whole(SamplingOption.DRY_ALLOWED_LENGTH),
                    options.dryBreakers());
        }
    }

    private void addTruncation() {
        float sigma = real(SamplingOption.TOP_N_SIGMA);
        if (sigma > 0) {
            chain.addTopNSigma(sigma);
        }
        int topK = whole(SamplingOption.TOP_K);
        if (topK > 0) {
            chain.addTopK(topK);
        }
        float typical = real(SamplingOption.TYPICAL_P);
        if (typical < 1) {
            chain.addMinP(NEARLY_IMPOSSIBLE);
            chain.addTypical(typical);
        }
        float topP = real(SamplingOption.TOP_P);
        if (topP < 1) {
            chain.addTopP(topP);
        }
        float minP = real(SamplingOption.MIN_P);
        if (minP > 0) {
            chain.addMinP(minP);
        }
        float xtc = real(SamplingOption.XTC_PROBABILITY);
        if (xtc > 0) {
            chain.addXtc(xtc, real(SamplingOption.XTC_THRESHOLD), seed());
        }
    }

    private void addTemperature() {
        float temperature = real(SamplingOption.TEMPERATURE);
        float range = real(SamplingOption.DYNATEMP_RANGE);
        if (range > 0) {
            chain.addDynamicTemperature(temperature, range, real(SamplingOption.DYNATEMP_EXPONENT));
        } else {
            chain.addTemperature(temperature);
        }
    }

    private int seed() {
        return (int) (long) options.number(SamplingOption.SEED);
    }

    private int whole(SamplingOption option) {
        return (int) options.number(option);
    }

    private float real(SamplingOption option) {
        return (float) options.number(option);
    }
}
