package dev.glimpse.bindings.handle;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Every open [NativeHandle] of this process, so that a test or a service can see what leaks.
/// Thread-safe by one lock; handles are few and long-lived.
public final class OpenHandles {
    private static final Set<NativeHandle> OPEN =
            Collections.newSetFromMap(new IdentityHashMap<>());

    private OpenHandles() {}

    static void add(NativeHandle handle) {
        synchronized (OPEN) {
            OPEN.add(handle);
        }
    }

    static void remove(NativeHandle handle) {
        synchronized (OPEN) {
            OPEN.remove(handle);
        }
    }

    /// The open handles' names, sorted.
    public static List<String> list() {
        synchronized (OPEN) {
            return OPEN.stream().map(NativeHandle::toString).sorted().toList();
        }
    }
}
