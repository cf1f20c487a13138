package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class PixelBudgetTest {
    private final PixelBudget budget = new PixelBudget(100);
    private final Cancellation never = new Cancellation();

    @Test
    void manySmallOnesHaveRoomTogether() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take(1, never)).isPresent();
        }
        var cancelled = new Cancellation();
        cancelled.cancel();
        assertThat(budget.take(1, cancelled)).isEmpty();
    }

    @Test
    void oneThatIsLargerThanAllWaitsForAll() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            PixelBudget.Share one = budget.take(1, never).orElseThrow();
            Future<Optional<PixelBudget.Share>> large =
                    callers.submit(() -> budget.take(1_000, never));
            one.close();
            large.get().orElseThrow().close();
            assertThat(budget.take(100, never)).isPresent();
        }
    }

    /// The small one has room, but the large one came first.
    @Test
    void firstComeFirstServed() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            PixelBudget.Share held = budget.take(50, never).orElseThrow();
            var order = new CopyOnWriteArrayList<String>();
            var large = new Waiter();
            Future<?> first = callers.submit(() -> large.take(60, () -> order.add("large")));
            large.waits();
            var small = new Waiter();
            Future<?> second = callers.submit(() -> small.take(50, () -> order.add("small")));
            small.waits();
            held.close();
            first.get();
            second.get();
            assertThat(order).containsExactly("large", "small");
        }
    }

    @Test
    void oneThatIsCancelledLetsOthersPass() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            PixelBudget.Share held = budget.take(50, never).orElseThrow();
            var large = new Waiter();
            Future<?> first = callers.submit(() -> large.take(60, () -> {}));
            large.waits();
            var small = new Waiter();
            Future<?> second = callers.submit(() -> small.take(50, () -> {}));
            small.waits();
            large.cancellation.cancel();
            assertThat(first.get()).isEqualTo(false);
            assertThat(second.get()).isEqualTo(true);
            held.close();
        }
    }

    /// Somebody who is known to have asked: being told of cancellation is the last thing before.
    private final class Waiter {
        final Cancellation cancellation = new Cancellation();
        private final Semaphore asked = new Semaphore(0);
        private volatile Thread thread = Thread.currentThread();

        boolean take(long pixels, Runnable once) throws InterruptedException {
            thread = Thread.currentThread();
            asked.release();
            Optional<PixelBudget.Share> share = budget.take(pixels, cancellation);
            if (share.isEmpty()) {
                return false;
            }
            once.run();
            share.get().close();
            return true;
        }

        void waits() {
            asked.acquireUninterruptibly();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
