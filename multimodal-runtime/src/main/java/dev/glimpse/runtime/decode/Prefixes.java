package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What requests left in the KV cache, for others that begin alike: the last ones used, each whole.
/// Few, so that they are compared one by one. Confined to the decode thread.
final class Prefixes {
    private static final Logger LOGGER = System.getLogger(Prefixes.class.getName());

    private final int capacity;
    private final Sharing sharing;
    private final SavedPrefixes saved;

    /// The most recently used first.
    private final Deque<Sequence> kept = new ArrayDeque<>();

    /// @param capacity how many are kept, unless nothing is shared
    /// @param saved takes what is given up
    Prefixes(int capacity, Sharing sharing, SavedPrefixes saved) {
        this.capacity = sharing == Sharing.NONE ? 0 : capacity;
        this.sharing = sharing;
        this.saved = saved;
    }

    /// Those that are kept.
    List<Sequence> all() {
        return List.copyOf(kept);
    }

    /// Keeps a sequence, unless one is kept that serves all that it would, in place of those that
    /// serve no more than it.
    void keep(Sequence sequence) {
        if (capacity == 0 || sequence.rows() == 0) {
            sequence.release();
            return;
        }
        for (Sequence old : all()) {
            if (serves(old, sequence)) {
                touch(old);
                sequence.release();
                return;
            }
        }
        for (Sequence old : all()) {
            if (serves(sequence, old)) {
                kept.remove(old);
                old.release();
            }
        }
        kept.addFirst(sequence);
        if (kept.size() > capacity) {
            evict();
        }
    }

    /// Whether all that may begin with `other` may as well begin with `one`: where rows are shared
    /// if it begins with it, where sequences are shared whole if it is equal.
    private boolean serves(Sequence one, Sequence other) {
        return other.isBeginningOf(one) && (sharing == Sharing.ROWS || other.rows() == one.rows());
    }

    /// Says that the one that is equal to a sequence was of use.
    ///
    /// @return whether there is one
    boolean touchEqual(Sequence sequence) {
        for (Sequence old : all()) {
            if (old.rows() == sequence.rows() && old.isBeginningOf(sequence)) {
                touch(old);
                return true;
            }
        }
        return false;
    }

    /// Forgets the one that was of no use for longest, if another could not be kept beside all.
    void makePlace() {
        if (kept.size() == capacity) {
            evict();
        }
    }

    /// Says that one was of use.
    void touch(Sequence sequence) {
        if (kept.remove(sequence)) {
            kept.addFirst(sequence);
        }
    }

    /// Gives the one up that was of no use for longest; there must be one.
    void evict() {
        Sequence given = kept.removeLast();
        try {
            saved.save(given);
        } catch (NativeCallException e) {
            LOGGER.log(Level.WARNING, "a prefix is not saved: {0}", e.getMessage());
        } finally {
            given.release();
        }
    }

    /// Forgets all of them.
    void clear() {
        kept.forEach(Sequence::release);
        kept.clear();
    }
}
