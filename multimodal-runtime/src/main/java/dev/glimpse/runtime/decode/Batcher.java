package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.llama.DecodeStatus;
import dev.glimpse.bindings.llama.KvMemory;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.BatchPlanner.Demand;
import dev.glimpse.runtime.decode.BatchPlanner.Plan;
import dev.glimpse.runtime.decode.BatchPlanner.Share;
import dev.glimpse.runtime.decode.Running.Output;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/// A context with its batches: computes what the running jobs need, a batch a step. Confined to the
/// decode thread, except for [#abort()].
final class Batcher implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Batcher.class.getName());

    private final LlamaContext context;
    private final BatchRows batch;
    private final ComputeTurn turn;
    private final PrefillPace pace;
    private final Slots slots;
    private boolean apartWasLast;
    private long batches;

    private Batcher(
            LlamaModel model,
            LlamaContext context,
            BatchRows batch,
            ComputeTurn turn,
            Concurrency concurrency) {
        this.context = context;
        this.batch = batch;
        this.turn = turn;
        pace = new PrefillPace(concurrency.prefillRows());
        var rows =
                new CachedRows(context.memory(), concurrency.sequences(), context.contextTokens());
        slots = new Slots(model, rows, concurrency, context.batchTokens());
    }

    /// Takes over `context`, also when it fails.
    ///
    /// @throws IllegalArgumentException if the context has fewer sequences than that takes
    @MustBeClosed
    static Batcher open(
            LlamaModel model, LlamaContext context, ComputeTurn turn, Concurrency concurrency) {
        return open(model, context, turn, concurrency, BatchRows::open);
    }

    /// As [#open(LlamaModel, LlamaContext, ComputeTurn, Concurrency)], with text and images in
    /// batches of their own even where they could share them.
    @MustBeClosed
    static Batcher openApart(
            LlamaModel model, LlamaContext context, ComputeTurn turn, Concurrency concurrency) {
        return open(model, context, turn, concurrency, BatchRows::apart);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned batcher owns all of it
    private static Batcher open(
            LlamaModel model,
            LlamaContext context,
            ComputeTurn turn,
            Concurrency concurrency,
            BiFunction<LlamaModel, LlamaContext, BatchRows> rows) {
        try {
            if (context.sequences() < concurrency.sequences()) {
                throw new IllegalArgumentException(
                        "the context has "
                                + context.sequences()
                                + " sequences; "
                                + concurrency
                                + " takes "
                                + concurrency.sequences());
            }
            return new Batcher(model, context, rows.apply(model, context), turn, concurrency);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /// The KV cache.
    KvMemory memory() {
        return context.memory();
    }

    /// The jobs that run, and the rows they share.
    Slots slots() {
        return slots;
    }

    /// Computes one batch for the running jobs; those that are cancelled leave first.
    ///
    /// @param closing whether the model is being closed, which fails all of them
    void step(BooleanSupplier closing) {
        for (Running each : slots.running()) {
            if (each.job().cancelled().getAsBoolean()) {
                each.cancel();
                slots.end(each);
            }
        }
        if (closing.getAsBoolean()) {
            slots.running().forEach(each -> slots.fail(each, closed()));
            return;
        }
        inherit();
        List<Running> running = slots.running();
        if (running.isEmpty()) {
            return;
        }
        var demands = new ArrayList<Demand>();
        for (int slot = 0; slot < running.size(); slot++) {
            demands.add(running.get(slot).demand(slot, batch.fused()));
        }
        Plan plan =
                new BatchPlanner(context.batchTokens(), pace.rows()).plan(demands, apartWasLast);
        apartWasLast = plan.contents().areApart();
        compute(plan, running, closing);
    }

    private void compute(Plan plan, List<Running> running, BooleanSupplier closing) {
        try {
            decode(plan, running);
        } catch (RuntimeException | Error e) {
            var reason = closing.getAsBoolean() ? closed() : failed(e);
            plan.shares().forEach(share -> slots.fail(running.get(share.slot()), reason));
            return;
        }
        for (Share share : plan.shares()) {
            Running each = running.get(share.slot());
            each.computed(share.rows());
            slots.keepPoint(each);
        }
        for (Share share : plan.shares()) {
            Running each = running.get(share.slot());
            read(each, each.takeOutputs());
        }
    }

    private void decode(Plan plan, List<Running> running) {
        batch.begin(plan.contents().areEmbeddings());
        for (Share share : plan.shares()) {
            Running each = running.get(share.slot());
            if (each.isPrefilling()) {
                addPrompt(each, share.rows());
            } else {
                int row = batch.addToken(each.pending(), each.sequence().id(), true);
                each.expect(new Output(row, Running.NONE));
            }
        }
        boolean causal = plan.contents().areCausal();
        if (!causal) {
            context.setCausal(false);
        }
        try {
            batches++;
            switch (turn.take(() -> timed(plan))) {
                case DONE -> {}
                case ABORTED -> throw new GenerationFailedException("the batch was aborted");
                case NO_ROOM ->
                        throw new GenerationFailedException(
                                "the KV cache of "
                                        + context.contextTokens()
                                        + " tokens is full; open the model with a larger context");
            }
        } finally {
            if (!causal) {
                context.setCausal(true);
            }
        }
    }

    /// The turn has come: what is waited for it is no part of the pace.
    private DecodeStatus timed(Plan plan) {
        long start = System.nanoTime();
        var outcome = context.decode(batch.batch());
        if (outcome == DecodeStatus.DONE) {
            int rows = plan.shares().stream().mapToInt(Share::rows).sum();
            pace.took(rows, System.nanoTime() - start);
        }
        return outcome;
    }

    private void addPrompt(Running each, int count) {
        PromptRows prompt = each.job().rows();
        int sequence = each.sequence().id();
        int first = each.sequence().rows();
        for (int row = first; row < first + count; row++) {
            int added = batch.addPrompt(prompt, row, sequence);
            if (prompt.isOutput(row)) {
                each.expect(new Output(added, row));
            }
        }
    }

    /// Batches that were computed so far.
    long batches() {
        return batches;
    }

    private void read(Running each, List<Output> outputs) {
        try {
            for (Output output : outputs) {
                if (each.read(output, context.logits(output.row()))) {
                    slots.end(each);
                }
            }
        } catch (RuntimeException | Error e) {
            slots.fail(each, failed(e));
        }
    }

    /// Begins the answers whose prompts other answers computed.
    private void inherit() {
        for (Running each : slots.running()) {
            each.inherited()
                    .ifPresent(prompt -> {
                        try {
                            if (each.inherit(prompt)) {
                                slots.end(each);
                            }
                        } catch (RuntimeException | Error e) {
                            slots.fail(each, failed(e));
                        }
                    });
        }
    }

    /// What a caller is told of an exception.
    static DecodeEvent.Failed failed(Throwable e) {
        return new DecodeEvent.Failed(
                switch (e) {
                    case ModelException known -> known;
                    case NativeException known ->
                            new GenerationFailedException(known.getMessage(), known);
                    default -> {
                        LOGGER.log(Level.ERROR, "an answer failed", e);
                        yield new GenerationFailedException("the answer failed: " + e, e);
                    }
                });
    }

    private static DecodeEvent.Failed closed() {
        return new DecodeEvent.Failed(
                new ModelClosedException("the model was closed before the answer was complete"));
    }

    /// Ends a running batch early; any thread may. Only for closing: it is not taken back.
    void abort() {
        context.abort();
    }

    @Override
    public void close() {
        slots.running().forEach(each -> slots.fail(each, closed()));
        batch.close();
        context.close();
    }
}
