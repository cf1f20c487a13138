package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.decode.Beginnings.Beginning;
import java.util.List;

/// The cells of the KV cache, between jobs that run and what ended ones left: a job fits when there
/// are cells for its prompt and the longest answer it may have, besides what the others may still
/// need. Confined to the decode thread.
final class Room {
    private final CachedRows rows;
    private final Prefixes prefixes;
    private final List<Running> running;

    /// @param running those that run, as they come and go
    Room(CachedRows rows, Prefixes prefixes, List<Running> running) {
        this.rows = rows;
        this.prefixes = prefixes;
        this.running = running;
    }

    /// Rows a job's sequence may have at most: the answer's last token needs none.
    int limit(DecodeJob job) {
        long most = (long) job.rows().size() + Math.max(0, job.maxTokens() - 1);
        return (int) Math.min(most, rows.capacity());
    }

    /// Whether a job fits beside those that run once nothing else is kept. Asked before anything is
    /// forgotten for it: a job that waits for room must not cost the others what they share.
    boolean has(DecodeJob job, Beginning beginning) {
        CachedRows.Held held = heldByRunning();
        beginning.source().ifPresent(sequence -> held.add(sequence, beginning.rows()));
        return held.count() + outstanding() + limit(job) - beginning.rows() <= rows.capacity();
    }

    /// Gives up what is kept until there is room for rows beside all that runs.
    ///
    /// @return false if there cannot be; nothing is given up then
    boolean makeFor(int more) {
        if (heldByRunning().count() + outstanding() + more > rows.capacity()) {
            return false;
        }
        giveUp(more);
        return true;
    }

    /// Gives up what is kept until all that runs has room for what it may come to need. Rows that
    /// something running begins with stay.
    void make() {
        giveUp(0);
    }

    private void giveUp(int more) {
        while (rows.used() + outstanding() + more > rows.capacity()) {
            prefixes.evict();
        }
    }

    private CachedRows.Held heldByRunning() {
        var held = new CachedRows.Held();
        running.forEach(other -> held.add(other.sequence(), other.sequence().rows()));
        return held;
    }

    private int outstanding() {
        return running.stream().mapToInt(Running::outstanding).sum();
    }
}
