package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What ended requests left in the KV cache, for others that begin alike: the last ones used, each
/// whole. Few, so that they are compared one by one. Confined to the decode thread.
final class Prefixes {
    private final int capacity;

    /// The most recently used first.
    private final Deque<Sequence> kept = new ArrayDeque<>();

    /// @param capacity how many are kept; none where the model cannot share rows
    Prefixes(int capacity) {
        this.capacity = capacity;
    }

    /// Those that are kept.
    List<Sequence> all() {
        return List.copyOf(kept);
    }

    /// Keeps a sequence, in place of those it begins with, unless one is kept that begins with it.
    void keep(Sequence sequence) {
        if (capacity == 0 || sequence.rows() == 0) {
            sequence.release();
            return;
        }
        for (Sequence old : all()) {
            if (sequence.isBeginningOf(old)) {
                touch(old);
                sequence.release();
                return;
            }
        }
        for (Sequence old : all()) {
            if (old.isBeginningOf(sequence)) {
                kept.remove(old);
                old.release();
            }
        }
        kept.addFirst(sequence);
        if (kept.size() > capacity) {
            evict();
        }
    }

    /// Says that one was of use.
    void touch(Sequence sequence) {
        if (kept.remove(sequence)) {
            kept.addFirst(sequence);
        }
    }

    /// Forgets the one that was of no use for longest; there must be one.
    void evict() {
        kept.removeLast().release();
    }
}
