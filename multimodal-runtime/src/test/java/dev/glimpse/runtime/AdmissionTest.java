package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.fault.QueueFullException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void oneRunsAndSoManyWait() {
        var admission = new Admission(1, 1);
        try (var _ = admission.enter();
                var _ = admission.enter()) {
            assertThat(admission.size()).isEqualTo(2);
            assertThatThrownBy(admission::enter)
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("1 requests wait for the model already")
                    .hasMessageContaining("about 1 s");
            assertThat(admission.size()).isEqualTo(2);
        }
        assertThat(admission.size()).isZero();
    }

    @Test
    void asManyWaitAsIsSaidHoweverManyAreAnswered() {
        var admission = new Admission(2, 3);
        for (int i = 0; i < 5; i++) {
            admission.enter();
        }
        assertThat(admission.status()).isEqualTo(new QueueStatus(3, 2, 5, Duration.ZERO));
        assertThatThrownBy(admission::enter).hasMessageStartingWith("2 requests wait");
    }

    @Test
    void aQueueWithoutAnEndTakesRequests() {
        var admission = new Admission(Integer.MAX_VALUE, 8);
        admission.enter();
        assertThat(admission.status())
                .isEqualTo(new QueueStatus(1, 0, Integer.MAX_VALUE, Duration.ZERO));
    }

    @Test
    void theWaitIsToldByHowQuicklyRequestsLeft() {
        var now = new AtomicLong();
        var admission = new Admission(6, 2, now::get);
        assertThat(admission.status()).isEqualTo(new QueueStatus(0, 0, 8, Duration.ZERO));
        admission.enter();
        var first = admission.enter();
        admission.enter();
        assertThat(admission.status()).isEqualTo(new QueueStatus(2, 1, 8, Duration.ZERO));
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        first.close();
        assertThat(admission.status()).isEqualTo(new QueueStatus(2, 0, 8, Duration.ofSeconds(4)));
        assertThat(admission.status().nextPosition()).isEqualTo(1);
        for (int i = 0; i < 6; i++) {
            admission.enter();
        }
        assertThat(admission.status()).isEqualTo(new QueueStatus(2, 6, 8, Duration.ofSeconds(28)));
        assertThat(admission.status().isFull()).isTrue();
        assertThatThrownBy(admission::enter)
                .isInstanceOfSatisfying(
                        QueueFullException.class,
                        refused ->
                                assertThat(refused.expectedWait())
                                        .isEqualTo(Duration.ofSeconds(28)));
    }

    @Test
    void idleTimeIsNoWait() {
        var now = new AtomicLong();
        var admission = new Admission(3, 1, now::get);
        for (int i = 0; i < 3; i++) {
            var place = admission.enter();
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            place.close();
            now.addAndGet(Duration.ofHours(1).toNanos());
        }
        admission.enter();
        assertThat(admission.status().expectedWait()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void placeIsGivenBackOnce() {
        var admission = new Admission(1, 1);
        try (var _ = admission.enter()) {
            var place = admission.enter();
            place.close();
            place.close();
            assertThat(admission.size()).isEqualTo(1);
        }
    }
}
