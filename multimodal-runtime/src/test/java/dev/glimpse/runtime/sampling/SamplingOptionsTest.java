package dev.glimpse.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SamplingOptionsTest {
    @ParameterizedTest
    @EnumSource
    void standardValuesAreAllowedAndFound(SamplingOption option) {
        assertThat(option.check(option.standard())).isEqualTo(option.standard());
        assertThat(SamplingOptions.GREEDY.number(option)).isEqualTo(option.standard());
        assertThat(SamplingOption.named(option.wireName())).contains(option);
    }

    @ParameterizedTest
    @EnumSource
    void nothingButNumbersInRangeIsTaken(SamplingOption option) {
        for (double value : new double[] {Double.NaN, 1e300, -1e300, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SamplingOptions.GREEDY.with(option, value))
                    .withMessageStartingWith(option.wireName() + " is ")
                    .withMessageEndingWith("; allowed: " + option.allowed());
        }
        for (String text : List.of("", "NaN", "Infinity", "1e999", "one", "0x", "1;2")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> option.parse(text))
                    .withMessageStartingWith(option.wireName() + " is '")
                    .withMessageContaining("expected a");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, 0, 10, 10.1",
        "top_k, 0, 2147483647, 2147483648",
        "top_p, 0.001, 1, 0",
        "typical_p, 0.001, 1, 1.001",
        "min_p, 0, 1, -0.1",
        "top_n_sigma, 0, 100, -1",
        "xtc_probability, 0, 1, 1.5",
        "repetition_penalty, 1, 10, 0.9",
        "frequency_penalty, -2, 2, 2.5",
        "presence_penalty, -2, 2, -2.5",
        "repeat_last_n, 0, 1048576, 1048577",
        "dry_base, 1, 10, 0.5",
        "dry_allowed_length, 1, 1048576, 0",
        "seed, 0, 4294967294, 4294967295",
    })
    void rangesAreClosed(String name, String least, String most, String outside) {
        var option = SamplingOption.named(name).orElseThrow();
        assertThat(option.parse(least)).isEqualTo(Double.parseDouble(least));
        assertThat(option.parse(" " + most + " ")).isEqualTo(Double.parseDouble(most));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> option.parse(outside))
                .withMessageContaining(name + " is ")
                .withMessageContaining("; allowed: ");
    }

    @Test
    void wholeNumbersAreWhole() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamplingOption.TOP_K.parse("1.5"))
                .withMessage("top_k is '1.5'; expected a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamplingOptions.GREEDY.with(SamplingOption.TOP_K, 1.5));
    }

    @Test
    void listsAreBounded() {
        var bias = new LogitBias.OfToken(1, 2);
        refuses(
                () -> SamplingOptions.GREEDY.withLogitBias(Collections.nCopies(1025, bias)),
                "logit_bias has 1025 entries");
        refuses(
                () -> SamplingOptions.GREEDY.withDryBreakers(Collections.nCopies(17, "x")),
                "17 texts");
        refuses(() -> SamplingOptions.GREEDY.withDryBreakers(List.of("")), "0 bytes");
        refuses(() -> SamplingOptions.GREEDY.withDryBreakers(List.of("é".repeat(21))), "42 bytes");
        refuses(() -> new LogitBias.OfToken(1, 100.5f), "logit_bias is 100.5 for 1");
        refuses(() -> new LogitBias.OfText("x", Float.NaN), "logit_bias is NaN for 'x'");
        refuses(() -> new LogitBias.OfToken(-1, 0), "token -1");
        refuses(() -> new LogitBias.OfText("", 1), "empty");
    }

    private static void refuses(Runnable make, String reason) {
        assertThatIllegalArgumentException().isThrownBy(make::run).withMessageContaining(reason);
    }
}
