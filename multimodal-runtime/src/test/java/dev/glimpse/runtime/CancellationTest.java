package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
}
