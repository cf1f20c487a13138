package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import dev.glimpse.runtime.decode.Running.Choosing;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.prompt.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

    /// Sequences that ended requests left.
    int keptSequences() {
        return prefixes.all().size();
    }

    /// Forgets what ended requests left.
    void forgetKept() {
        while (keptSequences() > 0) {
            prefixes.evict();
        }
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
                hits, begun - hits, sharedRows, promptRows, rows.used(), rows.capacity());
    }

    /// Whether a job has begun.
    enum Begin {
        BEGUN,
        /// It was withdrawn.
        WITHDRAWN,
        /// A running one is about to compute rows that it can share.
        WAITS_FOR_ROWS,
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
        Beginning beginning = whole(job).orElseGet(() -> beginning(job.rows()));
        if (isWorthWaiting(job, beginning.rows())) {
            return Begin.WAITS_FOR_ROWS;
        }
        if (!fits(job, beginning)) {
            return Begin.NO_ROOM;
        }
        if (!claim.getAsBoolean()) {
            return Begin.WITHDRAWN;
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

    /// All of a prompt that another answer to it has computed, with the logits at its end. Also
    /// where nothing else is shared; a model that cannot go back must stand at the prompt's end.
    private Optional<Beginning> whole(DecodeJob job) {
        if (job.shared().flatMap(SharedPrompt::ended).isEmpty()) {
            return Optional.empty();
        }
        int size = job.rows().size();
        return sequences().stream()
                .filter(sequence -> model.remembersRows() || sequence.rows() == size)
                .filter(sequence -> sequence.holds(job.rows()))
                .findFirst()
                .map(sequence -> new Beginning(Optional.of(sequence), size));
    }

    /// The most that a prompt has in common with another sequence.
    private Beginning beginning(PromptRows prompt) {
        Beginning best = Beginning.EMPTY;
        if (!sharing) {
            return best;
        }
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

    private boolean isWorthWaiting(DecodeJob job, int ready) {
        return running.stream()
                .filter(Running::isPrefilling)
                .map(Running::job)
                .anyMatch(other -> isWorthWaiting(job, other, ready));
    }

    private boolean isWorthWaiting(DecodeJob job, DecodeJob other, int ready) {
        if (job.shared().isPresent() && job.shared().equals(other.shared())) {
            return true;
        }
        return sharing && job.rows().common(other.rows()) - ready > WORTH_WAITING;
    }

    /// Rows a job's sequence may have at most: the answer's last token needs none.
    private int limit(DecodeJob job) {
        long most = (long) job.rows().size() + Math.max(0, job.maxTokens() - 1);
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
        running.add(new Running(job, sequence, choosing, limit(job)));
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

    /// Takes a job out whose answer is complete or cancelled; its rows stay for others.
    void end(Running ended) {
        running.remove(ended);
        ended.close();
        int useful = ended.job().rowsOfUse();
        if (sharing && useful < ended.sequence().rows()) {
            ended.sequence().truncate(useful, ended.job().rows().positionAfter(useful));
        }
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
