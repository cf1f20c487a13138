package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

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

    /// Keeps a sequence, in place of those it begins with.
    void keep(Sequence sequence) {
        if (capacity == 0 || sequence.rows() == 0) {
            sequence.release();
            return;
        }
        for (Sequence old : all()) {
            if (old.isBeginningOf(sequence)) {
                kept.remove(old);
                old.release();
            }
        }
        kept.addFirst(sequence);
        if (kept.size() > capacity) {
            kept.removeLast().release();
        }
    }

    /// Says that one was of use.
    void touch(Sequence sequence) {
        if (kept.remove(sequence)) {
            kept.addFirst(sequence);
        }
    }

    /// Forgets the one that was of no use for longest.
    ///
    /// @param except which shall stay
    /// @return whether there was one
    boolean evict(Optional<Sequence> except) {
        var oldest = kept.descendingIterator();
        while (oldest.hasNext()) {
            Sequence sequence = oldest.next();
            if (except.isEmpty() || except.get() != sequence) {
                oldest.remove();
                sequence.release();
                return true;
            }
        }
        return false;
    }
}
