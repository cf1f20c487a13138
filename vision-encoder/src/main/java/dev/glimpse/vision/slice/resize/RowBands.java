package dev.glimpse.vision.slice.resize;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work on rows, cut into bands that several threads take one after the other.
///
/// The calling thread takes bands too. So it never waits for a band that nobody works on, even
/// where all threads of the executor are busy or are themselves callers.
final class RowBands {

    /// Does the rows from `firstRow` to `endRow - 1`.
    interface Work {
        void run(int firstRow, int endRow);
    }

    private final Work work;
    private final int rows;
    private final int bands;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch unfinished;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private RowBands(Work work, int rows, int bands) {
        this.work = work;
        this.rows = rows;
        this.bands = bands;
        this.unfinished = new CountDownLatch(bands);
    }

    /// Runs `work` on `rows` rows in `bands` bands and returns when all are done. What a band
    /// throws is thrown here, after the others have ended.
    static void run(int rows, int bands, Executor executor, Work work) {
        var all = new RowBands(work, rows, bands);
        for (int i = 1; i < bands; i++) {
            executor.execute(all::takeBands);
        }
        all.takeBands();
        all.await();
        switch (all.failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException("a band failed", other);
        }
    }

    private void takeBands() {
        for (int band = next.getAndIncrement(); band < bands; band = next.getAndIncrement()) {
            try {
                work.run(start(band), start(band + 1));
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                unfinished.countDown();
            }
        }
    }

    private int start(int band) {
        return (int) ((long) rows * band / bands);
    }

    /// A band takes milliseconds, and its memory is in use: an interrupt waits until it is done.
    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                unfinished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
