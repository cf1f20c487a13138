package dev.glimpse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedrawPaceTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000); // which overflows
    private final RedrawPace pace = new RedrawPace(clock::get);

    private void pass(int millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void theBeginningIsDrawnAtOnceAndTheNextAfterAFifthOfASecond() {
        assertThat(pace.isDue(false)).isTrue();
        pass(199);
        assertThat(pace.isDue(false)).isFalse();
        pass(1);
        assertThat(pace.isDue(false)).isTrue();
        pass(199);
        assertThat(pace.isDue(false)).as("counted from the last one drawn").isFalse();
    }

    @Test
    void theEndIsDrawnHoweverSoon() {
        assertThat(pace.isDue(false)).isTrue();
        assertThat(pace.isDue(true)).isTrue();
        pass(199);
        assertThat(pace.isDue(false)).isFalse();
    }
}
