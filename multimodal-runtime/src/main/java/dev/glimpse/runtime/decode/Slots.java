package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.Concurrency;
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

    /// Cells of the KV cache that are held, and those of what ended requests left.
    int usedRows() {
        return rows.used();
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
        Optional<Sequence> like = sharing ? like(job.rows()) : Optional.empty();
        if (sharing && isWorthWaiting(job.rows(), like)) {
            return Begin.WAITS_FOR_ROWS;
        }
        if (!makeRoom(job, like)) {
            return Begin.NO_ROOM;
        }
        // What makes room may have been the one to begin with.
        start(job, like.filter(sequence -> sequence.rows() > 0));
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

    /// The sequence that has most in common with a prompt.
    private Optional<Sequence> like(PromptRows prompt) {
        Optional<Sequence> best = Optional.empty();
        int most = 0;
        for (Sequence sequence : sequences()) {
            int common = sequence.common(prompt);
            if (common > most) {
                most = common;
                best = Optional.of(sequence);
            }
        }
        return best;
    }

    private List<Sequence> sequences() {
        var all = new ArrayList<>(prefixes.all());
        running.forEach(other -> all.add(other.sequence()));
        return all;
    }

    private boolean isWorthWaiting(PromptRows prompt, Optional<Sequence> like) {
        int ready = like.map(sequence -> sequence.common(prompt)).orElse(0);
        for (Running other : running) {
            if (other.isPrefilling() && prompt.common(other.job().rows()) - ready > WORTH_WAITING) {
                return true;
            }
        }
        return false;
    }

    /// Cells that a job may come to need, besides those it begins with.
    private int need(DecodeJob job, int shared) {
        return limit(job) - shared;
    }

    /// Rows a job's sequence may have at most: the answer's last token needs none.
    private int limit(DecodeJob job) {
        long most = (long) job.rows().size() + job.maxTokens() - 1;
        return (int) Math.min(most, rows.capacity());
    }

    private boolean makeRoom(DecodeJob job, Optional<Sequence> like) {
        int outstanding = running.stream().mapToInt(Running::outstanding).sum();
        while (true) {
            int shared = like.map(sequence -> sequence.common(job.rows())).orElse(0);
            int free = rows.capacity() - rows.used() - outstanding;
            if (rows.free() > 0 && need(job, shared) <= free) {
                return true;
            }
            // The one to begin with goes last: then nothing is shared, but the job fits.
            if (!prefixes.evict(like) && !prefixes.evict(Optional.empty())) {
                return false;
            }
        }
    }

    @SuppressWarnings("MustBeClosed") // closed when the job ends
    private void start(DecodeJob job, Optional<Sequence> like) {
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
        int shared = like.map(sequence -> sequence.common(job.rows())).orElse(0);
        like.ifPresent(prefixes::touch);
        Sequence sequence =
                like.map(source -> rows.fork(source, shared, job.rows().positionAfter(shared)))
                        .orElseGet(rows::open);
        sharedRows += shared;
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
