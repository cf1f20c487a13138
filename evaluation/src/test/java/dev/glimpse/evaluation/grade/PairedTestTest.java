package dev.glimpse.evaluation.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestTest {

    /// Twice the binomial tail at one half, as fractions of a power of two.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 1",
        "5, 0, 0.0625",
        "1, 9, 0.021484375",
        "4, 4, 1",
        "8, 2, 0.109375"
    })
    void probabilityIsTheBinomialTailTwice(int first, int second, double p) {
        assertThat(new PairedTest(first, second).pValue()).isCloseTo(p, within(1e-12));
        assertThat(new PairedTest(second, first).pValue()).isCloseTo(p, within(1e-12));
    }

    @Test
    void manyQuestionsNeitherUnderflowNorExceedOne() {
        assertThat(new PairedTest(3500, 3500).pValue()).isEqualTo(1);
        assertThat(new PairedTest(600, 400).pValue()).isBetween(1e-11, 1e-9);
    }
}
