package dev.glimpse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdvanceTest {

    @Test
    void barAndWordsFitATerminal() {
        var most =
                new Advance(
                        99_999,
                        100_000,
                        1234.5,
                        Duration.ofMinutes(531),
                        "100.0% right, 999 failed");

        assertThat(most.bar(true).full()).isEqualTo("━".repeat(23) + "╸");
        assertThat(most.bar(true).empty()).isEmpty();
        assertThat(most.text())
                .isEqualTo("99999/100000, 1234.5/s, 8 h 51 min left, 100.0% right, 999 failed");
        assertThat(new Advance(50, 100, 3.14, Duration.ofSeconds(16), "").text())
                .isEqualTo("50/100, 3.1/s, 16 s left");
    }

    @Test
    void barBeginsEmptyAndEndsFullInBothScripts() {
        var none = new Advance(0, 0, 0, Duration.ZERO, "");
        var half = new Advance(25, 50, 1, Duration.ZERO, "");
        var all = new Advance(50, 50, 1, Duration.ZERO, "");

        assertThat(none.bar(true)).isEqualTo(new Advance.Bar("", "─".repeat(24)));
        assertThat(half.bar(false)).isEqualTo(new Advance.Bar("#".repeat(12), "-".repeat(12)));
        assertThat(all.bar(true)).isEqualTo(new Advance.Bar("━".repeat(24), ""));
        assertThat(none.text()).isEqualTo("0/0");
    }

    @Test
    void slowRatesAreToldByTheMinuteAndLongTimesByTheDay() {
        assertThat(new Advance(1, 9, 0.05, Duration.ofHours(53), "").text())
                .isEqualTo("1/9, 3.0/min, 2 d 5 h left");
        assertThat(Advance.words(Duration.ofSeconds(250))).isEqualTo("4 min 10 s");
    }
}
