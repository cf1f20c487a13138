package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What was given up in the KV cache, as saved state on the heap: the last ones used, up to a
/// number of bytes. Saving and restoring copy the state, which takes a fraction of computing it.
/// Confined to the decode thread.
final class SavedPrefixes {
    private final long limit;
    private final Sharing sharing;

    /// The most recently used first.
    private final Deque<Saved> kept = new ArrayDeque<>();

    private long bytes;
    private long saves;
    private long restores;

    /// @param limit bytes; 0 keeps nothing
    SavedPrefixes(long limit, Sharing sharing) {
        this.limit = sharing == Sharing.NONE ? 0 : limit;
        this.sharing = sharing;
    }

    /// A sequence as it was, by its rows.
    static final class Saved {
        private final List<RowKey> keys;
        private final byte[] state;

        private Saved(List<RowKey> keys, byte[] state) {
            this.keys = keys;
            this.state = state;
        }

        int rows() {
            return keys.size();
        }

        List<RowKey> keys() {
            return keys;
        }

        byte[] state() {
            return state;
        }

        /// How many of its rows a prompt begins with.
        int common(PromptRows prompt) {
            return prompt.common(keys.size(), keys::get);
        }
    }

    /// Saves a sequence that is about to be given up, unless it is too short or too large for that,
    /// or one is there that serves as well.
    ///
    /// @throws NativeCallException if llama.cpp cannot
    void save(Sequence sequence) {
        if (limit == 0 || sequence.rows() < Points.WORTH_KEEPING) {
            return;
        }
        List<RowKey> keys = sequence.keys();
        for (Saved old : List.copyOf(kept)) {
            if (serves(old.keys, keys)) {
                touch(old);
                return;
            }
        }
        long size = sequence.stateBytes();
        if (size > limit) {
            return;
        }
        for (Saved old : List.copyOf(kept)) {
            if (serves(keys, old.keys)) {
                drop(old);
            }
        }
        while (bytes + size > limit) {
            drop(kept.getLast());
        }
        var saved = new Saved(keys, sequence.save());
        kept.addFirst(saved);
        bytes += saved.state.length;
        saves++;
    }

    /// Whether all that may begin with `other` may as well begin with `one`.
    private boolean serves(List<RowKey> one, List<RowKey> other) {
        return sharing == Sharing.ROWS
                ? other.size() <= one.size() && other.equals(one.subList(0, other.size()))
                : other.equals(one);
    }

    /// The one that has most in common with a prompt, if there is one that it can begin with.
    ///
    /// @param ready rows that are there without it; a few more are not worth restoring
    Optional<Saved> find(PromptRows prompt, int ready) {
        Optional<Saved> best = Optional.empty();
        int most = ready + Points.WORTH_KEEPING;
        for (Saved saved : kept) {
            int common = saved.common(prompt);
            boolean usable = sharing == Sharing.ROWS || common == saved.rows();
            if (usable && common > most) {
                best = Optional.of(saved);
                most = common;
            }
        }
        return best;
    }

    /// Says that one was restored.
    void restored(Saved saved) {
        restores++;
        touch(saved);
    }

    private void touch(Saved saved) {
        if (kept.remove(saved)) {
            kept.addFirst(saved);
        }
    }

    /// Forgets one.
    void drop(Saved saved) {
        if (kept.remove(saved)) {
            bytes -= saved.state.length;
        }
    }

    /// What there is, and how often it was of use.
    PrefixStatistics.Saved statistics() {
        return new PrefixStatistics.Saved(saves, restores, kept.size(), bytes);
    }
}
