package dev.glimpse.runtime.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComputeTurnTest {

    @Test
    void onSharedCoresOneComputesAtATime() throws Exception {
        var turn = ComputeTurn.sharedCores();
        var inside = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = executor.submit(() -> mostInside(turn, inside));
            var other = executor.submit(() -> mostInside(turn, inside));
            assertThat(one.get()).isEqualTo(1);
            assertThat(other.get()).isEqualTo(1);
        }
    }

    private static int mostInside(ComputeTurn turn, AtomicInteger inside) {
        int most = 0;
        for (int i = 0; i < 1000; i++) {
            most = Math.max(most, turn.take(() -> enterAndLeave(inside)));
        }
        return most;
    }

    private static int enterAndLeave(AtomicInteger inside) {
        int found = inside.incrementAndGet();
        Thread.onSpinWait();
        inside.decrementAndGet();
        return found;
    }

    @Test
    void devicesOfTheirOwnComputeTogether() throws Exception {
        var turn = ComputeTurn.besideEachOther();
        var together = new CyclicBarrier(2);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = executor.submit(() -> turn.take(() -> meet(together)));
            var other = executor.submit(() -> turn.take(() -> meet(together)));
            assertThat(one.get() + other.get()).isEqualTo(1);
        }
    }

    private static int meet(CyclicBarrier barrier) {
        try {
            return barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLongComputationPassesItsTurnToOneThatWaitsForALongTimeEnough() throws Exception {
        var now = new AtomicLong();
        var turn = ComputeTurn.sharedCores(now::get);
        var steps = new AtomicInteger();
        Runnable step =
                () ->
                        turn.take(() -> {
                            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(80));
                            return steps.incrementAndGet();
                        });
        turn.take(() -> {
            turn.pass();
            waiting(step);
            turn.pass();
            assertThat(steps).hasValue(0); // nothing was computed yet
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
            turn.pass();
            assertThat(steps).hasValue(1);
            waiting(step);
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(150));
            turn.pass();
            assertThat(steps).hasValue(1); // less than twice of what the other took
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
            turn.pass();
            return assertThat(steps).hasValue(2);
        });
    }

    private static void waiting(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void passingNeedsATurn() {
        ComputeTurn.sharedCores().pass();
        var turn = ComputeTurn.besideEachOther();
        assertThat(
                        turn.take(() -> {
                            turn.pass();
                            return 1;
                        }))
                .isEqualTo(1);
    }

    @Test
    void turnIsPassedOnAfterAFailure() throws Exception {
        var turn = ComputeTurn.sharedCores();
        assertThatThrownBy(() ->
                        turn.take(() -> {
                            throw new IllegalStateException("graph");
                        }))
                .hasMessage("graph");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(executor.submit(() -> turn.take(() -> 7)).get(1, TimeUnit.MINUTES))
                    .isEqualTo(7);
        }
    }
}
