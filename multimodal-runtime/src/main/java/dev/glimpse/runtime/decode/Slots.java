package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.decode.Beginnings.Beginning;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import dev.glimpse.runtime.decode.Running.Choosing;
import dev.glimpse.runtime.decode.SavedPrefixes.Saved;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.prompt.PromptPart;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The jobs that are being answered, and which job may begin beside them. Confined to the decode
/// thread.
///
/// A job begins when a slot is free and the KV cache has [Room] for it; what ended requests left
/// there makes room. It begins with the rows that another one, ended or running, has in common with
/// it. If a running one is about to compute more of them, the job waits for that.
final class Slots {
    private static final Logger LOGGER = System.getLogger(Slots.class.getName());

    private final LlamaModel model;
    private final CachedRows rows;
    private final Prefixes prefixes;
    private final SavedPrefixes saved;
    private final int count;
    private final Sharing sharing;
    private final int batchRows;
    private final List<Running> running = new ArrayList<>();
    private final Beginnings beginnings;
    private final Room room;
    private long sharedRows;
    private long promptRows;
    private long hits;
    private long begun;

    Slots(LlamaModel model, CachedRows rows, Concurrency concurrency, int batchRows) {
        this.model = model;
        this.rows = rows;
        this.batchRows = batchRows;
        count = concurrency.slots();
        sharing = Sharing.of(model, concurrency);
        saved = new SavedPrefixes(concurrency.savedPrefixes().memoryBytes(), sharing);
        prefixes = new Prefixes(concurrency.cachedPrefixes(), sharing, saved);
        beginnings = new Beginnings(model, sharing, prefixes, running);
        room = new Room(rows, prefixes, running);
    }

    /// Those that run, the oldest first.
    List<Running> running() {
        return List.copyOf(running);
    }

    /// Rows that jobs did not have to compute, so far.
    long sharedRows() {
        return sharedRows;
    }

    /// Sequences that ended requests left.
    int keptSequences() {
        return prefixes.all().size();
    }

    /// Forgets what ended requests left.
    void forgetKept() {
        prefixes.clear();
    }

    /// Sequences that nothing holds.
    int freeSequences() {
        return rows.freeSequences();
    }

    /// Cells of the KV cache that are held, those of what ended requests left among them.
    int usedRows() {
        return rows.used();
    }

    /// What jobs had in common so far.
    PrefixStatistics statistics() {
        return new PrefixStatistics(
                hits,
                begun - hits,
                sharedRows,
                promptRows,
                rows.used(),
                rows.capacity(),
                saved.statistics(),
                saved.folderStatistics());
    }

    /// Keeps what is given up in the KV cache in a folder too.
    ///
    /// @param told once something was read from it, on another thread: a job that waits for that
    ///   may begin
    void keepIn(PrefixFolder folder, Runnable told) {
        saved.keepIn(folder, told);
    }

    /// To be called when all jobs that wait were asked whether they can begin.
    void endAsking() {
        saved.endAsking();
    }

    /// Keeps what is in the KV cache for later processes, once nothing runs.
    void saveKept() {
        try {
            saved.saveAtEnd(prefixes.all());
        } catch (NativeCallException e) {
            LOGGER.log(Level.WARNING, "not all prefixes are saved: {0}", e.getMessage());
        }
    }

    /// Whether a job has begun.
    enum Begin {
        BEGUN,
        /// It was withdrawn.
        WITHDRAWN,
        /// A running one is about to compute rows that it can share.
        WAITS_FOR_ROWS,
        /// What it can begin with is being read from the folder.
        WAITS_FOR_STATE,
        /// There is no free slot, or the KV cache has no room for it yet.
        NO_ROOM
    }

    /// Begins a job if it can begin now.
    ///
    /// @param claim asked once it can, before anything is done for it: false if it was withdrawn
    /// @throws GenerationFailedException if it never can
    Begin begin(DecodeJob job, BooleanSupplier claim) {
        requirePossible(job);
        if (running.size() >= count) {
            return Begin.NO_ROOM;
        }
        Beginning beginning = beginnings.of(job);
        if (beginnings.areWorthWaiting(job, beginning.rows())) {
            return Begin.WAITS_FOR_ROWS;
        }
        if (!room.has(job, beginning)) {
            return Begin.NO_ROOM;
        }
        if (saved.isComing(job.rows(), beginning.rows())) {
            return Begin.WAITS_FOR_STATE;
        }
        if (!claim.getAsBoolean()) {
            return Begin.WITHDRAWN;
        }
        start(job, restored(job, beginning));
        room.make();
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

    /// What a job begins with once what was saved of its prompt is back among what is kept, if that
    /// is more and there is room for it.
    private Beginning restored(DecodeJob job, Beginning beginning) {
        Optional<Saved> found = saved.find(job.rows(), beginning.rows());
        // Cells of what is restored are held by nobody else: the job must fit without sharing any.
        if (found.isEmpty()
                || !room.has(job, Beginning.EMPTY)
                || !room.makeFor(found.get().rows())) {
            return beginning;
        }
        prefixes.makePlace();
        try {
            prefixes.keep(rows.restore(found.get().keys(), found.get().state()));
            saved.restored(found.get());
        } catch (NativeCallException e) {
            LOGGER.log(Level.WARNING, "a saved prefix is not restored: {0}", e.getMessage());
            saved.discard(found.get());
        }
        return beginnings.of(job);
    }

    private void start(DecodeJob job, Beginning beginning) {
        var choosing =
                new Choosing(
                        model.vocabulary(),
                        job.isScoring() ? Optional.empty() : Optional.of(sampler(job)));
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
        Points points = beginnings.points(job, shared);
        running.add(new Running(job, sequence, choosing, room.limit(job), points));
    }

    @SuppressWarnings("MustBeClosed") // closed when the job ends
    private SamplerChain sampler(DecodeJob job) {
        var sampler = SamplerChain.open(model);
        try {
            Samplers.add(sampler, job);
            for (PromptPart part : job.prompt().parts()) {
                if (part instanceof PromptPart.Tokens(List<Integer> ids)) {
                    ids.forEach(sampler::accept);
                }
            }
            return sampler;
        } catch (RuntimeException | Error e) {
            sampler.close();
            throw e;
        }
    }

    /// Copies a job's sequence for others if it has come to a point of its prompt where they may
    /// begin.
    void keepPoint(Running each) {
        Sequence sequence = each.sequence();
        int row = sequence.rows();
        if (each.points().reach(row) && !prefixes.touchEqual(sequence)) {
            prefixes.makePlace();
            prefixes.keep(rows.fork(sequence, row, each.job().rows().positionAfter(row)));
        }
    }

    /// Takes a job out whose answer is complete or cancelled; its rows stay for others.
    void end(Running ended) {
        running.remove(ended);
        ended.close();
        leave(ended);
        ended.job().put(ended.done());
    }

    private void leave(Running ended) {
        Sequence sequence = ended.sequence();
        int useful = ended.job().rowsOfUse();
        switch (sharing) {
            case NONE -> sequence.release();
            case ROWS -> {
                if (useful < sequence.rows()) {
                    sequence.truncate(useful, ended.job().rows().positionAfter(useful));
                }
                prefixes.keep(sequence);
            }
            case WHOLE -> {
                if (useful < sequence.rows() || ended.isPrefilling()) {
                    sequence.release();
                } else {
                    prefixes.keep(sequence);
                }
            }
        }
    }

    /// Takes a job out that failed; nothing of it stays.
    void fail(Running failed, DecodeEvent.Failed reason) {
        running.remove(failed);
        failed.close();
        failed.sequence().release();
        failed.job().put(reason);
    }
}
