package dev.glimpse.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.run.RunProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void lineHasBarRateTimeLeftAndScore() {
        var half = new RunProgress(50, 100, 40, 2, 25, Duration.ofSeconds(10));

        assertThat(ProgressLine.text(half))
                .isEqualTo(
                        "[############------------] 50/100, 2.50/s, 0:00:20 left, 80.0% right, 2"
                                + " failed");
    }

    @Test
    void beforeTheFirstAnswerNothingIsKnown() {
        var none = new RunProgress(0, 100, 0, 0, 0, Duration.ZERO);

        assertThat(ProgressLine.text(none))
                .isEqualTo("[------------------------] 0/100, 0.00/s, 0:00:00 left, 0.0% right");
    }
}
