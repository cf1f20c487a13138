package dev.glimpse.evaluation.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {

    /// Bounds from the closed form in exact arithmetic, rounded to 6 digits: for 0 and n right they
    /// are `z²/(n+z²)` and `n/(n+z²)`.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.277533",
        "10, 10, 0.722467, 1",
        "5, 10, 0.236593, 0.763407",
        "1, 1, 0.206549, 1",
    })
    void wilsonIntervalHasTheTextbookBounds(int right, int total, double low, double high) {
        var interval = new Accuracy(right, total).wilson95();

        assertThat(interval.low()).isCloseTo(low, within(1e-6));
        assertThat(interval.high()).isCloseTo(high, within(1e-6));
    }

    @Test
    void moreQuestionsNarrowTheInterval() {
        var few = new Accuracy(8, 10).wilson95();
        var many = new Accuracy(800, 1000).wilson95();

        assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 5);
        assertThat(new Accuracy(8, 10).fraction()).isEqualTo(0.8);
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Accuracy(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Accuracy(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Accuracy(4, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
