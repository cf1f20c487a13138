package dev.glimpse.runtime.sampling;

/// How the next token is chosen. The order is llama.cpp's: repetition penalty, top-k, top-p, min-p,
/// temperature.
///
/// @param temperature 0 picks the likeliest token, and so does what is too small to tell from it
///   ([#MIN_TEMPERATURE]); at most 10
/// @param topK keep the `topK` likeliest tokens; 0 keeps all
/// @param topP keep the smallest set whose probability reaches `topP`; in (0, 1], 1 keeps all
/// @param minP drop tokens below `minP` times the likeliest one's probability; in [0, 1], 0 keeps
///   all
/// @param repetitionPenalty divides the logits of tokens seen before; in [1, 10], 1 is off
/// @param repetitionWindow how many tokens back `repetitionPenalty` looks; 0 is off, at most
///   [#MAX_WINDOW]
/// @param seed 0 to 4294967294; equal seeds give equal answers on equal machines
public record SamplingOptions(
        float temperature,
        int topK,
        float topP,
        float minP,
        float repetitionPenalty,
        int repetitionWindow,
        long seed) {

    /// Below this the likeliest token is picked: a logit divided by less could become infinite, and
    /// the probabilities no numbers.
    public static final float MIN_TEMPERATURE = 1e-6f;

    /// Most tokens that a repetition penalty looks back.
    public static final int MAX_WINDOW = 1 << 20;

    private static final float MAX_TEMPERATURE = 10;
    private static final float MAX_PENALTY = 10;
    private static final long MAX_SEED = 0xFFFF_FFFEL;

    /// Always the likeliest token.
    public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, 0, 1, 64, 0);

    public SamplingOptions {
        require(
                temperature >= 0 && temperature <= MAX_TEMPERATURE,
                "temperature",
                temperature,
                "0 to 10");
        require(topK >= 0, "top_k", topK, "0 (all tokens) or more");
        require(topP > 0 && topP <= 1, "top_p", topP, "above 0, at most 1");
        require(minP >= 0 && minP <= 1, "min_p", minP, "0 to 1");
        require(
                repetitionPenalty >= 1 && repetitionPenalty <= MAX_PENALTY,
                "repetition_penalty",
                repetitionPenalty,
                "1 (off) to 10");
        require(
                repetitionWindow >= 0 && repetitionWindow <= MAX_WINDOW,
                "repetition_window",
                repetitionWindow,
                "0 (off) to " + MAX_WINDOW);
        require(seed >= 0 && seed <= MAX_SEED, "seed", seed, "0 to 4294967294");
    }

    /// Whether the seed has no influence.
    public boolean isGreedy() {
        return temperature < MIN_TEMPERATURE;
    }

    public SamplingOptions withTemperature(float value) {
        return new SamplingOptions(
                value, topK, topP, minP, repetitionPenalty, repetitionWindow, seed);
    }

    public SamplingOptions withTopK(int value) {
        return new SamplingOptions(
                temperature, value, topP, minP, repetitionPenalty, repetitionWindow, seed);
    }

    public SamplingOptions withTopP(float value) {
        return new SamplingOptions(
                temperature, topK, value, minP, repetitionPenalty, repetitionWindow, seed);
    }

    public SamplingOptions withMinP(float value) {
        return new SamplingOptions(
                temperature, topK, topP, value, repetitionPenalty, repetitionWindow, seed);
    }

    public SamplingOptions withRepetitionPenalty(float value) {
        return new SamplingOptions(temperature, topK, topP, minP, value, repetitionWindow, seed);
    }

    public SamplingOptions withSeed(long value) {
        return new SamplingOptions(
                temperature, topK, topP, minP, repetitionPenalty, repetitionWindow, value);
    }

    private static void require(boolean holds, String name, Number found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
