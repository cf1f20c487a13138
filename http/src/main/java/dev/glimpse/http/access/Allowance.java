package dev.glimpse.http.access;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// What one key may still ask: a bucket of requests that fills at its rate, and a count of those
/// under way. Thread-safe by its own lock.
final class Allowance {
    /// When a place among those under way becomes free, nobody knows.
    private static final Duration RETRY_PLACE = Duration.ofSeconds(1);

    private final ApiKey key;
    private final LongSupplier nanoTime;

    /// Nanoseconds of the rate that are saved up: each request takes an interval's.
    private long saved;

    private long counted;
    private int running;

    /// @param nanoTime as [System#nanoTime()]
    Allowance(ApiKey key, LongSupplier nanoTime) {
        this.key = key;
        this.nanoTime = nanoTime;
        saved = Long.MAX_VALUE;
        counted = nanoTime.getAsLong();
    }

    ApiKey key() {
        return key;
    }

    /// A request under way, ended by [#close()], which is idempotent.
    final class Place implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                leave();
            }
        }
    }

    /// Lets one more request in.
    ///
    /// @throws RequestException if the key has used up what it may
    synchronized Place enter() {
        if (key.concurrent().isPresent() && running >= key.concurrent().getAsInt()) {
            throw RequestException.later(
                    ErrorType.RATE_LIMITED,
                    "this API key has "
                            + running
                            + " requests under way, as many as it may; wait until one has ended",
                    RETRY_PLACE);
        }
        key.rate().ifPresent(this::spend);
        running++;
        return new Place();
    }

    private void spend(RequestRate rate) {
        long interval = rate.interval().toNanos();
        long full = Math.multiplyExact(interval, rate.requests());
        long now = nanoTime.getAsLong();
        long elapsed = now - counted;
        saved = saved >= full - elapsed ? full : saved + elapsed;
        counted = now;
        if (saved < interval) {
            throw RequestException.later(
                    ErrorType.RATE_LIMITED,
                    "this API key may ask " + rate + ", and has; ask less often",
                    Duration.ofNanos(interval - saved));
        }
        saved -= interval;
    }

    private synchronized void leave() {
        running--;
    }
}
