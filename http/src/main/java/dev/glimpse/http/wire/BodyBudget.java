package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory that the bodies of all requests take together. Thread-safe by an atomic
/// counter.
public final class BodyBudget {
    /// Bodies may take this part of the heap; images decoded from them take more.
    private static final int HEAP_SHARE = 6;

    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    private BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// A sixth of the heap, and room for one body of `maxRequestBytes` in any case.
    public static BodyBudget forRequestsOf(long maxRequestBytes) {
        return new BodyBudget(
                Math.max(Runtime.getRuntime().maxMemory() / HEAP_SHARE, maxRequestBytes + 1));
    }

    /// Bytes taken now.
    public long used() {
        return used.get();
    }

    void reserve(long bytes) {
        if (used.addAndGet(bytes) > maxBytes) {
            used.addAndGet(-bytes);
            throw new RequestException(
                    ErrorType.QUEUE_FULL,
                    "the requests under way take all memory there is for them; try again later");
        }
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }
}
