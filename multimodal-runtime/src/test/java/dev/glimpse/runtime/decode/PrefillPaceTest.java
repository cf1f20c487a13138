package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrefillPaceTest {
    private static final int MOST = 64;

    private final PrefillPace pace = new PrefillPace(MOST);

    @Test
    void nothingIsHeldBackBeforeItIsKnown() {
        assertThat(pace.rows()).isEqualTo(MOST);
        pace.took(PrefillPace.LEAST - 1, Duration.ofSeconds(9).toNanos());
        assertThat(pace.rows()).isEqualTo(MOST);
    }

    @Test
    void quickModelsGetAllRows() {
        pace.took(512, Duration.ofMillis(400).toNanos());
        assertThat(pace.rows()).isEqualTo(MOST);
    }

    @Test
    void slowModelsGetWhatTheyComputeInTime() {
        pace.took(512, Duration.ofMillis(512 * 10L).toNanos());
        assertThat(pace.rows()).isEqualTo(25);
        pace.took(MOST, Duration.ofMinutes(15).toNanos());
        assertThat(pace.rows()).isEqualTo(PrefillPace.LEAST);
    }

    @Test
    void oneStallIsForgotten() {
        pace.took(512, Duration.ofMillis(512).toNanos());
        pace.took(MOST, Duration.ofSeconds(4).toNanos());
        assertThat(pace.rows()).isLessThan(MOST);
        for (int i = 0; i < 10; i++) {
            pace.took(MOST, Duration.ofMillis(MOST).toNanos());
        }
        assertThat(pace.rows()).isEqualTo(MOST);
    }

    @Test
    void aLimitBelowTheLeastStays() {
        var narrow = new PrefillPace(2);
        narrow.took(512, Duration.ofSeconds(512).toNanos());
        assertThat(narrow.rows()).isEqualTo(2);
    }
}
