package dev.glimpse.http.openai;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Numbers of sampling as OpenAI and vLLM take them, where the runtime is stricter.
public final class SamplingNumbers {
    private SamplingNumbers() {}

    /// A number's text as the runtime takes it.
    public static Optional<String> read(JsonFields json, String name) {
        Optional<String> given = json.number(name);
        if (name.equals(SamplingOption.SEED.wireName())) {
            return Optional.of(String.valueOf(seed(given)));
        }
        if (name.equals(SamplingOption.TOP_P.wireName())) { // 0: the likeliest token
            return given.map(text -> isZero(text) ? String.valueOf(Float.MIN_NORMAL) : text);
        }
        if (name.equals(SamplingOption.TOP_K.wireName())) { // -1: all tokens
            return given.map(text -> text.equals("-1") ? "0" : text);
        }
        return given;
    }

    private static boolean isZero(String number) {
        return Double.parseDouble(number) == 0;
    }

    /// Any whole number is a seed; one that is missing is drawn.
    private static long seed(Optional<String> given) {
        if (given.isEmpty()) {
            return ThreadLocalRandom.current().nextLong(SamplingOptions.SEEDS);
        }
        try {
            return new BigInteger(given.get())
                    .mod(BigInteger.valueOf(SamplingOptions.SEEDS))
                    .longValueExact();
        } catch (NumberFormatException _) {
            throw invalid("seed", "seed is " + given.get() + "; expected a whole number");
        }
    }
}
