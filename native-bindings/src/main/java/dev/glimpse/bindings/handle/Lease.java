package dev.glimpse.bindings.handle;

import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a [NativeHandle] open. Closing is idempotent; any thread may do it.
public final class Lease implements AutoCloseable {
    private final Runnable release;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lease(Runnable release) {
        this.release = release;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            release.run();
        }
    }
}
