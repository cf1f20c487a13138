package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What was given up in the KV cache, as saved state on the heap: the last ones used, up to a
/// number of bytes; and in a folder, if there is one, which is read and written by threads of its
/// own. Saving and restoring copy the state, which takes a fraction of computing it. Confined to
/// the decode thread.
final class SavedPrefixes {
    /// Bytes that are written while a model is being closed.
    private static final long MOST_AT_END = 512L << 20;

    private final long limit;
    private final Sharing sharing;

    /// The most recently used first.
    private final Deque<Saved> kept = new ArrayDeque<>();

    private Optional<PrefixFolder> folder = Optional.empty();
    private Runnable told = () -> {};

    /// What is being read from the folder, or has been and waits for the prompt that asked for it.
    private final Map<Stored, CompletableFuture<Optional<Saved>>> readings = new HashMap<>();

    /// Those of them that some prompt waits for, as far as prompts were asked.
    private final Set<Stored> wanted = new HashSet<>();

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
        private final RowNumbers numbers;
        private final byte[] state;

        /// @param numbers of these rows
        /// @param state taken over
        Saved(List<RowKey> keys, RowNumbers numbers, byte[] state) {
            this.keys = keys;
            this.numbers = numbers;
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

    /// Keeps what is saved in a folder too.
    ///
    /// @param told once something was read from it, on another thread
    void keepIn(PrefixFolder value, Runnable told) {
        if (sharing != Sharing.NONE) {
            folder = Optional.of(value);
            this.told = told;
        }
    }

    /// Saves a sequence that is about to be given up, unless it is too short or too large for that,
    /// or most of it is there already.
    ///
    /// @throws NativeCallException if llama.cpp cannot
    void save(Sequence sequence) {
        if ((limit == 0 && folder.isEmpty()) || sequence.rows() < Points.WORTH_KEEPING) {
            return;
        }
        List<RowKey> keys = sequence.keys();
        var numbers = RowNumbers.of(keys);
        long size = sequence.stateBytes();
        boolean remember = size <= limit && !touchServing(numbers);
        Optional<PrefixFolder> write =
                folder.filter(files -> files.takes(size) && !files.keeps(numbers, sharing));
        if (remember || write.isPresent()) {
            byte[] state = sequence.save();
            if (remember) {
                remember(new Saved(keys, numbers, state));
            }
            if (write.isPresent()) {
                var _ = write.get().write(keys, numbers, state, sharing); // logs why it cannot
            }
        }
    }

    private boolean touchServing(RowNumbers rows) {
        for (Saved old : List.copyOf(kept)) {
            if (old.numbers.nearlyServes(rows, sharing)) {
                touch(old);
                return true;
            }
        }
        return false;
    }

    private void remember(Saved saved) {
        for (Saved old : List.copyOf(kept)) {
            if (saved.numbers.serves(old.numbers, sharing)) {
                drop(old);
            }
        }
        while (bytes + saved.state.length > limit) {
            drop(kept.getLast());
        }
        kept.addFirst(saved);
        bytes += saved.state.length;
        saves++;
    }

    /// Writes to the folder what is in the KV cache at the end, for later processes: the last ones
    /// used, as much as does not take long. Waits for it.
    ///
    /// @param sequences the most recently used first
    /// @throws NativeCallException if llama.cpp cannot save one
    void saveAtEnd(List<Sequence> sequences) {
        if (folder.isEmpty()) {
            return;
        }
        PrefixFolder files = folder.get();
        List<Ending> all = sequences.stream().map(Ending::of).toList();
        var last = new ArrayList<Ending>();
        long left = MOST_AT_END;
        for (Ending one : all) {
            long size = one.sequence.stateBytes();
            if (one.rows.size() >= Points.WORTH_KEEPING
                    && size <= left
                    && files.takes(size)
                    && all.stream().noneMatch(other -> other.isBetterThan(one, sharing))
                    && last.stream().noneMatch(other -> other.rows.nearlyServes(one.rows, sharing))
                    && !files.keeps(one.rows, sharing)) {
                last.add(one);
                left -= size;
            }
        }
        // What was used last is the youngest file.
        for (Ending one : last.reversed()) {
            files.write(one.sequence.keys(), one.rows, one.sequence.save(), sharing).join();
        }
    }

    /// What is in the KV cache at the end.
    private record Ending(Sequence sequence, RowNumbers rows) {
        static Ending of(Sequence sequence) {
            return new Ending(sequence, RowNumbers.of(sequence.keys()));
        }

        /// Whether it is longer, and hardly anything of the other one is not in it.
        boolean isBetterThan(Ending other, Sharing sharing) {
            return rows.size() > other.rows.size() && rows.nearlyServes(other.rows, sharing);
        }
    }

    /// Whether one that a prompt can begin with is on its way from the folder, which has then been
    /// asked for it.
    ///
    /// @param ready rows that are there without it
    boolean isComing(PromptRows prompt, int ready) {
        if (folder.isEmpty()) {
            return false;
        }
        int most = find(prompt, ready).map(saved -> saved.common(prompt)).orElse(ready);
        Optional<Stored> found = folder.get().find(prompt, most, sharing);
        if (found.isEmpty()) {
            return false;
        }
        wanted.add(found.get());
        return !readings.computeIfAbsent(found.get(), one -> folder.get().read(one, told)).isDone();
    }

    /// Forgets what was read for prompts that did not wait for it: to be called when all that wait
    /// were asked, which is over then.
    void endAsking() {
        readings.keySet().retainAll(wanted);
        wanted.clear();
    }

    /// The one that has most in common with a prompt, if there is one that it can begin with.
    ///
    /// @param ready rows that are there without it; a few more are not worth restoring
    Optional<Saved> find(PromptRows prompt, int ready) {
        Optional<Saved> best = Optional.empty();
        int most = ready + Points.WORTH_KEEPING;
        for (Saved saved : all()) {
            int common = saved.common(prompt);
            boolean usable = sharing == Sharing.ROWS || common == saved.rows();
            if (usable && common > most) {
                best = Optional.of(saved);
                most = common;
            }
        }
        return best;
    }

    private List<Saved> all() {
        var all = new ArrayList<>(kept);
        for (CompletableFuture<Optional<Saved>> reading : readings.values()) {
            if (reading.isDone() && !reading.isCompletedExceptionally()) {
                reading.join().ifPresent(all::add);
            }
        }
        return all;
    }

    /// Says that one was restored.
    void restored(Saved saved) {
        if (kept.contains(saved)) {
            restores++;
            touch(saved);
        } else {
            forgetReading(saved);
            folder.ifPresent(PrefixFolder::restored);
        }
    }

    private Optional<Stored> forgetReading(Saved saved) {
        Optional<Stored> from =
                readings.entrySet().stream()
                        .filter(each -> each.getValue().isDone())
                        .filter(each -> each.getValue().join().filter(saved::equals).isPresent())
                        .map(Map.Entry::getKey)
                        .findFirst();
        from.ifPresent(readings::remove);
        return from;
    }

    private void touch(Saved saved) {
        if (kept.remove(saved)) {
            kept.addFirst(saved);
        }
    }

    /// Forgets one that could not be restored.
    void discard(Saved saved) {
        drop(saved);
        forgetReading(saved).ifPresent(from -> folder.ifPresent(files -> files.leave(from)));
    }

    private void drop(Saved saved) {
        if (kept.remove(saved)) {
            bytes -= saved.state.length;
        }
    }

    /// What there is on the heap, and how often it was of use.
    PrefixStatistics.Saved statistics() {
        return new PrefixStatistics.Saved(saves, restores, kept.size(), bytes);
    }

    /// What there is in the folder, likewise.
    PrefixStatistics.Saved folderStatistics() {
        return folder.map(PrefixFolder::statistics).orElse(new PrefixStatistics.Saved(0, 0, 0, 0));
    }
}
