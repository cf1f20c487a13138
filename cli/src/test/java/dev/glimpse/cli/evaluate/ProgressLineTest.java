package dev.glimpse.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.cli.screen.Advance;
import dev.glimpse.evaluation.run.RunProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void scoreAndFailuresAreTold() {
        var half = new RunProgress(50, 100, 40, 2, 25, Duration.ofSeconds(10));

        assertThat(ProgressLine.advance(half))
                .isEqualTo(
                        new Advance(50, 100, 2.5, Duration.ofSeconds(20), "80.0% right, 2 failed"));
    }

    @Test
    void beforeTheFirstAnswerNothingIsKnown() {
        var none = new RunProgress(0, 100, 0, 0, 0, Duration.ZERO);

        assertThat(ProgressLine.advance(none)).isEqualTo(new Advance(0, 100, 0, Duration.ZERO, ""));
    }
}
