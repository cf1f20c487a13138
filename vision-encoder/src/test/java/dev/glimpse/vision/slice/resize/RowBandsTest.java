package dev.glimpse.vision.slice.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class RowBandsTest {

    @Test
    void everyRowIsDoneOnce() {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(2, Thread.ofPlatform().name("bands-", 0).factory())) {
            for (int bands = 1; bands <= 11; bands++) {
                var done = new AtomicIntegerArray(11);
                RowBands.run(
                        11,
                        bands,
                        threads,
                        (first, end) -> {
                            for (int row = first; row < end; row++) {
                                done.incrementAndGet(row);
                            }
                        });
                for (int row = 0; row < 11; row++) {
                    assertThat(done.get(row)).as(bands + " bands, row " + row).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void failureOfABandReachesTheCallerAfterTheOthersEnded() {
        var done = new AtomicIntegerArray(4);
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        RowBands.run(
                                4,
                                4,
                                Runnable::run,
                                (first, _) -> {
                                    done.incrementAndGet(first);
                                    if (first == 1) {
                                        throw new IllegalStateException("row 1");
                                    }
                                }))
                .withMessage("row 1");
        assertThat(done.toString()).isEqualTo("[1, 1, 1, 1]");
    }

    @Test
    void interruptIsKeptForLater() {
        Thread.currentThread().interrupt();
        RowBands.run(2, 2, Runnable::run, (_, _) -> {});
        assertThat(Thread.interrupted()).isTrue();
    }
}
