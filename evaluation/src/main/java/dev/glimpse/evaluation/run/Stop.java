package dev.glimpse.evaluation.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells a run to end: no question is begun any more. Thread-safe.
public final class Stop {
    private final CountDownLatch requested = new CountDownLatch(1);

    /// Asks for the end. Idempotent.
    public void request() {
        requested.countDown();
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /// Waits that long, less if the end is asked for or the thread is interrupted meanwhile.
    ///
    /// @return whether to go on
    boolean pause(Duration duration) {
        try {
            return !requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
