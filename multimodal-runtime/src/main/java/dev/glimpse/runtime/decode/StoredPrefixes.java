package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.PrefixStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of a folder of saved prefixes. Thread-safe by its own lock, which is held to look
/// and to count alone.
final class StoredPrefixes {
    private final Map<String, Stored> there = new HashMap<>();

    /// Those that are being written.
    private final Map<String, Stored> coming = new HashMap<>();

    private long saves;
    private long restores;

    synchronized boolean has(String name) {
        return there.containsKey(name);
    }

    synchronized void add(Stored one) {
        there.put(one.name(), one);
    }

    synchronized void remove(Stored one) {
        there.remove(one.name(), one);
    }

    /// Forgets all but those of these names.
    synchronized void retain(Set<String> names) {
        there.keySet().retainAll(names);
    }

    /// Remembers one that is about to be written.
    synchronized void await(Stored one) {
        coming.put(one.name(), one);
    }

    /// Says that one was written, or could not be.
    ///
    /// @return those that are of no use beside it, forgotten
    synchronized List<Stored> written(Stored one, boolean success, Sharing sharing) {
        coming.remove(one.name());
        if (!success) {
            return List.of();
        }
        saves++;
        List<Stored> served =
                there.values().stream()
                        .filter(other -> !other.name().equals(one.name()))
                        .filter(other -> one.rows().serves(other.rows(), sharing))
                        .toList();
        served.forEach(this::remove);
        there.put(one.name(), one);
        return served;
    }

    synchronized void countRestored() {
        restores++;
    }

    /// Bytes that wait to be written.
    synchronized long waitingBytes() {
        return coming.values().stream().mapToLong(Stored::bytes).sum();
    }

    /// One beside which rows are hardly worth keeping, if there is one.
    synchronized Optional<Stored> serving(RowNumbers rows, Sharing sharing) {
        for (Map<String, Stored> some : List.of(there, coming)) {
            for (Stored one : some.values()) {
                if (one.rows().nearlyServes(rows, sharing)) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    /// The one that has most in common with a prompt, if there is one that it can begin with.
    ///
    /// @param ready rows that are there without it; a few more are not worth reading
    synchronized Optional<Stored> find(PromptRows prompt, int ready, Sharing sharing) {
        Optional<Stored> best = Optional.empty();
        int most = ready + Points.WORTH_KEEPING;
        for (Stored one : there.values()) {
            int common = prompt.common(one.rows());
            boolean usable = sharing == Sharing.ROWS || common == one.rows().size();
            if (usable && common > most) {
                best = Optional.of(one);
                most = common;
            }
        }
        return best;
    }

    synchronized PrefixStatistics.Saved statistics() {
        long bytes = there.values().stream().mapToLong(Stored::bytes).sum();
        return new PrefixStatistics.Saved(saves, restores, there.size(), bytes);
    }
}
