package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.prompt.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The jobs that are being answered, and which job may begin beside them. Confined to the decode
/// thread.
///
/// A job begins when a slot is free and the KV cache has room for its prompt and the longest answer
/// it may have, besides what the others may still need; what ended requests left there makes room.
/// It begins with the rows that another one, ended or running, has in common with it. If a running
/// one is about to compute more of them, the job waits for that.
final class Slots {
    /// Rows for which a job waits until another has computed them; fewer are computed again.
    private static final int WORTH_WAITING = 16;

    private final LlamaModel model;
    private final CachedRows rows;
    private final Prefixes prefixes;
    private final int count;
    private final boolean sharing;
    private final int batchRows;
    private final List<Running> running = new ArrayList<>();
    private long sharedRows;
    private long promptRows;
    private long hits;
    private long begun;

    Slots(LlamaModel model, CachedRows rows, Concurrency concurrency, int batchRows) {
        this.model = model;
        this.rows = rows;
        this.batchRows = batchRows;
        count = concurrency.slots();
        sharing = concurrency.cachedPrefixes() > 0 && model.remembersRows();
        prefixes = new Prefixes(sharing ? concurrency.cachedPrefixes() : 0);
    }

    /// Those that run, the oldest first.
    List<Running> running() {
        return List.copyOf(running);
    }

    /// Rows that jobs did not have to compute, so far.
    long sharedRows() {
        return sharedRows;
    }

    /// Cells of the KV cache that are held, those of what ended requests left among them.
    int usedRows() {
        return rows.used();
    }

    /// What jobs had in common so far.
    PrefixStatistics statistics() {
        return new PrefixStatistics(
                hits, begun - hits, sharedRows, promptRows, rows.used(), rows.capacity());
    }

    /// Whether a job has begun.
    enum Begin {
        BEGUN,
        /// A running one is about to compute rows that it can share.
        WAITS_FOR_ROWS,
        /// There is no free slot, or the KV cache has no room for it yet.
        NO_ROOM
    }

    /// Begins a job if it can begin now.
    ///
    /// @throws GenerationFailedException if it never can
    Begin begin(DecodeJob job) {
        requirePossible(job);
        if (running.size() >= count) {
            return Begin.NO_ROOM;
        }
        Beginning beginning = sharing ? beginning(job.rows()) : Beginning.EMPTY;
        if (sharing && isWorthWaiting(job.rows(), beginning.rows())) {
            return Begin.WAITS_FOR_ROWS;
        }
        if (!fits(job, beginning)) {
            return Begin.NO_ROOM;
        }
        start(job, beginning);
        makeRoom();
        return Begin.BEGUN;
    }

    private void requirePossible(DecodeJob job) {
        int size = job.rows().size();
        if (size > rows.capacity()) {
            throw new GenerationFailedException(
                    "the prompt has "
                            + size
                            + " rows, the KV cache "
                            + rows.capacity()
                            + "; open the model with a larger context");
        }
        for (PromptPart part : job.prompt().parts()) {
            if (part instanceof PromptPart.Image image
                    && !image.embedding().causal()
                    && image.embedding().rows() > batchRows) {
                throw new GenerationFailedException(
                        "an image of "
                                + image.embedding().rows()
                                + " tokens that see each other does not fit a batch of "
                                + batchRows);
            }
        }
    }

    /// The rows that a job need not compute.
    ///
    /// @param source whose they are; nobody's where there are none
    /// @param rows how many
    private record Beginning(Optional<Sequence> source, int rows) {
        static final Beginning EMPTY = new Beginning(Optional.empty(), 0);
    }

    /// The most that a prompt has in common with another sequence.
    private Beginning beginning(PromptRows prompt) {
        Beginning best = Beginning.EMPTY;
        for (Sequence sequence : sequences()) {
            int common = sequence.common(prompt);
            if (common > best.rows()) {
                best = new Beginning(Optional.of(sequence), common);
            }
        }
        return best;
    }

    private List<Sequence> sequences() {
        var all = new ArrayList<>(prefixes.all());
        running.forEach(other -> all.add(other.sequence()));
        return all;
    }

    private boolean isWorthWaiting(PromptRows prompt, int ready) {
        for (Running other : running) {
            if (other.isPrefilling() && prompt.common(other.job().rows()) - ready > WORTH_WAITING) {
                return true;
            }
        }
        return false;
    }

    /// Rows a job's sequence may have at most: the answer's last token needs none.
    private int limit(DecodeJob job) {
        long most = (long) job.rows().size() + job.maxTokens() - 1;
        return (int) Math.min(most, rows.capacity());
    }

    /// Whether a job fits beside those that run once nothing else is kept. Asked before anything is
    /// forgotten for it: a job that waits for room must not cost the others what they share.
    private boolean fits(DecodeJob job, Beginning beginning) {
        var held = new CachedRows.Held();
        running.forEach(other -> held.add(other.sequence(), other.sequence().rows()));
        beginning.source().ifPresent(sequence -> held.add(sequence, beginning.rows()));
        return held.count() + outstanding() + limit(job) - beginning.rows() <= rows.capacity();
    }

    private int outstanding() {
        return running.stream().mapToInt(Running::outstanding).sum();
    }

    /// Forgets what ended requests left until all that runs has room for what it may come to need.
    /// Rows that something running begins with stay.
    private void makeRoom() {
        while (rows.used() + outstanding() > rows.capacity()) {
            prefixes.evict();
        }
    }

    @SuppressWarnings("MustBeClosed") // closed when the job ends
    private void start(DecodeJob job, Beginning beginning) {
        var sampler = SamplerChain.open(model);
        try {
            Samplers.add(sampler, job);
            for (PromptPart part : job.prompt().parts()) {
                if (part instanceof PromptPart.Tokens(List<Integer> ids)) {
                    ids.forEach(sampler::accept);
                }
            }
        } catch (RuntimeException | Error e) {
            sampler.close();
            throw e;
        }
        int shared = beginning.rows();
        beginning.source().ifPresent(prefixes::touch);
        Sequence sequence =
                beginning
                        .source()
                        .map(source -> rows.fork(source, shared, job.rows().positionAfter(shared)))
                        .orElseGet(rows::open);
        sharedRows += shared;
        promptRows += job.rows().size();
        hits += shared > 0 ? 1 : 0;
        begun++;
        running.add(new Running(job, sequence, sampler, limit(job)));
    }

    /// Takes a job out whose answer is complete or cancelled; its rows stay for others.
    void end(Running ended) {
        running.remove(ended);
        ended.close();
        prefixes.keep(ended.sequence());
        ended.job().put(ended.done());
    }

    /// Takes a job out that failed; nothing of it stays.
    void fail(Running failed, DecodeEvent.Failed reason) {
        running.remove(failed);
        failed.close();
        failed.sequence().release();
        failed.job().put(reason);
    }
}
