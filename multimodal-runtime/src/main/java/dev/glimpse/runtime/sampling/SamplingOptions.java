package dev.glimpse.runtime.sampling;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How the next token is chosen. The order is llama.cpp's: biases and bans; repetition, frequency
/// and presence penalties over the last `repeat_last_n` tokens; DRY; top-n-sigma; top-k; typical;
/// top-p; min-p; XTC; temperature; a draw. At temperature 0 the likeliest token is taken after
/// biases, penalties and DRY, and nothing else matters.
///
/// Penalties and DRY see the text of the prompt as well as the answer, as in llama.cpp's server.
///
/// Each answer draws from a random sequence of its own, begun by its seed. So an answer depends on
/// its own request alone: what else the model computes at the time changes the logits in the last
/// bits at most, since sums of floats depend on how a batch is cut. Equal seeds give equal answers
/// on one machine wherever no two tokens are that close; across machines and builds likewise.
///
/// @param numbers the options that differ from their [standard][SamplingOption#standard()]
/// @param logitBias tokens made likelier or less likely, at most [#MAX_BIASES]; of two for one
///   token the later one counts
/// @param dryBreakers texts across which DRY sees no repetition, at most [#MAX_BREAKERS] of up to
///   [#MAX_BREAKER_BYTES] bytes each
/// @param ignoreEos whether the model may not end its turn, so that answers have `max_tokens`
public record SamplingOptions(
        Map<SamplingOption, Double> numbers,
        List<LogitBias> logitBias,
        List<String> dryBreakers,
        boolean ignoreEos) {

    /// Below this the likeliest token is picked: a logit divided by less could become infinite, and
    /// the probabilities no numbers.
    public static final float MIN_TEMPERATURE = 1e-6f;

    /// Most tokens that a penalty looks back.
    public static final int MAX_WINDOW = 1 << 20;

    /// Most biases of a request.
    public static final int MAX_BIASES = 1024;

    /// Most breakers of a request: the vocabulary is searched for each.
    public static final int MAX_BREAKERS = 16;

    /// Longest breaker, in bytes of UTF-8.
    public static final int MAX_BREAKER_BYTES = 40;

    /// How many seeds there are.
    public static final long SEEDS = 0xFFFF_FFFFL;

    /// Always the likeliest token.
    public static final SamplingOptions GREEDY =
            new SamplingOptions(Map.of(), List.of(), List.of("\n", ":", "\"", "*"), false);

    public SamplingOptions {
        numbers = Map.copyOf(numbers);
        logitBias = List.copyOf(logitBias);
        dryBreakers = List.copyOf(dryBreakers);
        numbers.forEach(SamplingOption::check);
        if (logitBias.size() > MAX_BIASES) {
            throw new IllegalArgumentException(
                    "logit_bias has " + logitBias.size() + " entries; allowed: " + MAX_BIASES);
        }
        if (dryBreakers.size() > MAX_BREAKERS) {
            throw new IllegalArgumentException(
                    "dry_sequence_breakers has "
                            + dryBreakers.size()
                            + " texts; allowed: "
                            + MAX_BREAKERS);
        }
        for (String breaker : dryBreakers) {
            int bytes = breaker.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > MAX_BREAKER_BYTES || breaker.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "dry_sequence_breakers has a text of "
                                + bytes
                                + " bytes; allowed: 1 to "
                                + MAX_BREAKER_BYTES
                                + " without a zero byte");
            }
        }
    }

    /// The value of an option.
    public double number(SamplingOption option) {
        return numbers.getOrDefault(option, option.standard());
    }

    /// Whether the seed has no influence.
    public boolean isGreedy() {
        return number(SamplingOption.TEMPERATURE) < MIN_TEMPERATURE;
    }

    /// With another value of an option.
    ///
    /// @throws IllegalArgumentException beginning with the option's name, if it is not allowed
    public SamplingOptions with(SamplingOption option, double value) {
        Map<SamplingOption, Double> changed = new EnumMap<>(SamplingOption.class);
        changed.putAll(numbers);
        changed.put(option, option.check(value));
        return new SamplingOptions(changed, logitBias, dryBreakers, ignoreEos);
    }

    public SamplingOptions withTemperature(float value) {
        return with(SamplingOption.TEMPERATURE, value);
    }

    public SamplingOptions withTopK(int value) {
        return with(SamplingOption.TOP_K, value);
    }

    public SamplingOptions withTopP(float value) {
        return with(SamplingOption.TOP_P, value);
    }

    public SamplingOptions withMinP(float value) {
        return with(SamplingOption.MIN_P, value);
    }

    public SamplingOptions withRepetitionPenalty(float value) {
        return with(SamplingOption.REPETITION_PENALTY, value);
    }

    public SamplingOptions withSeed(long value) {
        return with(SamplingOption.SEED, (double) value);
    }

    /// What one of several answers to a prompt is sampled by: the same with a seed of its own, the
    /// request's plus the answer's index, so that answer `i` is what a request with that seed gets
    /// alone. Behind the greatest seed comes 0.
    ///
    /// @param index of the answer, 0 for the first
    public SamplingOptions forAnswer(int index) {
        long seed = (long) number(SamplingOption.SEED);
        return index == 0 ? this : withSeed((seed + index) % SEEDS);
    }

    public SamplingOptions withLogitBias(List<LogitBias> value) {
        return new SamplingOptions(numbers, value, dryBreakers, ignoreEos);
    }

    public SamplingOptions withDryBreakers(List<String> value) {
        return new SamplingOptions(numbers, logitBias, value, ignoreEos);
    }

    public SamplingOptions withIgnoreEos(boolean value) {
        return new SamplingOptions(numbers, logitBias, dryBreakers, value);
    }
}
