package dev.glimpse.bindings.handle;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// The owner of one C object. Subclasses are final and open with a static `open` that closes what
/// it opened when it fails.
///
/// ggml keeps raw pointers that the JVM cannot see, so closing under use would be a crash, not an
/// exception. Therefore whoever uses a handle beyond one call of its confining thread holds a
/// [Lease]: children hold one on their parent from open to close, and calls that several threads
/// may make hold one for the call. [#close()] refuses while leases are out.
///
/// Thread-safe by one atomic count; what a subclass does with its object is its own rule.
public abstract class NativeHandle implements AutoCloseable {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final String name;
    private final MemorySegment address;

    /// Leases that are out, or [#CLOSED].
    private final AtomicInteger leases = new AtomicInteger();

    /// @param name what this is, for messages: `model tiny.gguf`
    /// @param address the C object; never NULL
    @SuppressWarnings("this-escape") // the list keeps only the identity and the name
    protected NativeHandle(String name, MemorySegment address) {
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalArgumentException(name + ": the C object is NULL");
        }
        this.name = name;
        this.address = address;
        OpenHandles.add(this);
    }

    /// The C object, for a call on the thread that this handle is confined to.
    ///
    /// @throws IllegalStateException if closed
    protected final MemorySegment address() {
        if (leases.get() < 0) {
            throw closed();
        }
        return address;
    }

    /// Keeps this handle open until the lease is closed.
    ///
    /// @throws IllegalStateException if closed
    public final Lease lease() {
        if (leases.getAndUpdate(count -> count < 0 ? count : count + 1) < 0) {
            throw closed();
        }
        return new Lease(this::release);
    }

    /// Whether [#close()] was called.
    public final boolean isClosed() {
        return leases.get() < 0;
    }

    /// Frees the C object. Idempotent.
    ///
    /// @throws IllegalStateException if a lease is out: something opened on this, or a running
    ///   call, is still there; the handle stays open
    @Override
    public final void close() {
        int found = leases.compareAndExchange(0, CLOSED);
        if (found > 0) {
            throw new IllegalStateException(
                    name + " is in use by " + found + " others; close what was opened on it first");
        }
        if (found == 0) {
            OpenHandles.remove(this);
            free(address);
        }
    }

    /// Frees the C object and gives back leases on parents; called once.
    protected abstract void free(MemorySegment address);

    private void release() {
        leases.decrementAndGet();
    }

    private IllegalStateException closed() {
        return new IllegalStateException(name + " is closed");
    }

    @Override
    public final String toString() {
        return name + (isClosed() ? " (closed)" : "");
    }
}
