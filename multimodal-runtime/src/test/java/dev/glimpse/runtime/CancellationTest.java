package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    @Test
    void listenersAreToldOnceAndAtOnceWhenItIsTooLate() {
        var told = new AtomicInteger();
        var cancellation = new Cancellation();
        var _ = cancellation.onCancel(told::incrementAndGet);
        var forgotten = cancellation.onCancel(() -> told.addAndGet(100));
        forgotten.close();
        forgotten.close();
        assertThat(told).hasValue(0);
        cancellation.cancel();
        cancellation.cancel();
        assertThat(told).hasValue(1);
        var late = cancellation.onCancel(told::incrementAndGet);
        assertThat(told).hasValue(2);
        late.close();
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void aDeadlineCancelsAndSaysSo() throws Exception {
        var cancellation = new Cancellation();
        var told = new CompletableFuture<Void>();
        try (var _ = cancellation.onCancel(() -> told.complete(null));
                var _ = cancellation.cancelAfter(Duration.ofMillis(1))) {
            told.get(30, TimeUnit.SECONDS);
        }
        assertThat(cancellation.isCancelled()).isTrue();
        assertThat(cancellation.isExpired()).isTrue();
    }

    @Test
    void aDeadlineThatIsTakenAwayNeverPasses() throws Exception {
        var cancellation = new Cancellation();
        cancellation.cancelAfter(Duration.ofMillis(5)).close();
        var later = new Cancellation();
        var told = new CompletableFuture<Void>();
        try (var _ = later.onCancel(() -> told.complete(null));
                var _ = later.cancelAfter(Duration.ofMillis(20))) {
            told.get(30, TimeUnit.SECONDS);
        }
        assertThat(cancellation.isCancelled()).isFalse();
    }

    @Test
    void whatWasCancelledBeforeItsDeadlineHasNotExpired() {
        var cancellation = new Cancellation();
        try (var _ = cancellation.cancelAfter(Duration.ofDays(1))) {
            cancellation.cancel();
        }
        assertThat(cancellation.isExpired()).isFalse();
    }
}
