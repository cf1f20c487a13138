package dev.glimpse.bindings.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.NoLeaks;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NativeHandleTest {
    private static final int ROUNDS = 2000;

    @Test
    @SuppressWarnings("try") // closing twice is what is tested
    void closingFreesOnce() {
        var freed = new AtomicInteger();
        try (var handle = new Counted("one", freed)) {
            assertThat(OpenHandles.list()).contains("one");
            assertThat(handle.use()).isEqualTo(MemorySegment.ofAddress(8));
            handle.close();
            handle.close();
            assertThat(freed).hasValue(1);
            assertThat(handle.isClosed()).isTrue();
            assertThat(handle).hasToString("one (closed)");
            assertThat(OpenHandles.list()).doesNotContain("one");
            assertThatThrownBy(handle::use)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("one is closed");
            assertThatThrownBy(handle::lease).isInstanceOf(IllegalStateException.class);
        }
        assertThat(freed).hasValue(1);
    }

    @Test
    @SuppressWarnings("try") // closing early, and twice, is what is tested
    void leasedHandleStaysOpen() {
        var freed = new AtomicInteger();
        try (var handle = new Counted("one", freed)) {
            try (var first = handle.lease();
                    var _ = handle.lease()) {
                assertThatThrownBy(handle::close)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("one is in use by 2");
                first.close();
                first.close(); // gives back once
                assertThatThrownBy(handle::close).hasMessageContaining("in use by 1");
                assertThat(handle.isClosed()).isFalse();
                assertThat(freed).hasValue(0);
            }
        }
        assertThat(freed).hasValue(1);
    }

    @Test
    void nullIsNoObject() {
        assertThatThrownBy(() -> new Counted("none", MemorySegment.NULL, new AtomicInteger()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none: the C object is NULL");
        assertThat(OpenHandles.list()).doesNotContain("none");
    }

    /// Whoever gets a lease uses an open object; who closes finds no lease; one of them closes.
    @Test
    void leasingAndClosingAtOnceNeverUsesWhatIsFree() throws Exception {
        var threads = 4;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var freed = new AtomicInteger();
                @SuppressWarnings("resource") // the tasks close it
                var handle = new Counted("raced", freed);
                var start = new CyclicBarrier(threads);
                var tasks = new ArrayList<Future<?>>();
                for (int thread = 0; thread < threads; thread++) {
                    boolean closes = thread % 2 == 0;
                    tasks.add(
                            executor.submit(() -> {
                                start.await();
                                return closes ? close(handle) : use(handle, freed);
                            }));
                }
                for (var task : tasks) {
                    task.get();
                }
                handle.close();
                assertThat(freed).hasValue(1);
            }
        }
    }

    private static boolean close(Counted handle) {
        try {
            handle.close();
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("in use by");
            return false;
        }
    }

    private static boolean use(Counted handle, AtomicInteger freed) {
        try (var _ = handle.lease()) {
            assertThat(freed).hasValue(0);
            handle.use();
            Thread.onSpinWait();
            assertThat(freed).hasValue(0);
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("raced is closed");
            return false;
        }
    }

    private static final class Counted extends NativeHandle {
        private final AtomicInteger freed;

        Counted(String name, AtomicInteger freed) {
            this(name, MemorySegment.ofAddress(8), freed);
        }

        Counted(String name, MemorySegment address, AtomicInteger freed) {
            super(name, address);
            this.freed = freed;
        }

        MemorySegment use() {
            return address();
        }

        @Override
        protected void free(MemorySegment address) {
            freed.incrementAndGet();
        }
    }
}
