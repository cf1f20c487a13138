package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.llama.Batch;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.BatchPlanner.Demand;
import dev.glimpse.runtime.decode.BatchPlanner.Plan;
import dev.glimpse.runtime.decode.BatchPlanner.Share;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A context with its batches: computes what the running jobs need, a batch a step. Confined to the
/// decode thread, except for [#abort()].
final class Batcher implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Batcher.class.getName());

    private final LlamaModel model;
    private final LlamaContext context;
    private final TokenBatch tokens;
    private final EmbeddingBatch embeddings;
    private final ComputeTurn turn;
    private final BatchPlanner planner;
    private final Slots slots;
    private boolean imagesWereLast;

    private Batcher(
            LlamaModel model,
            LlamaContext context,
            TokenBatch tokens,
            EmbeddingBatch embeddings,
            ComputeTurn turn,
            Concurrency concurrency) {
        this.model = model;
        this.context = context;
        this.tokens = tokens;
        this.embeddings = embeddings;
        this.turn = turn;
        planner = new BatchPlanner(context.batchTokens(), concurrency.prefillRows());
        var rows =
                new CachedRows(context.memory(), concurrency.sequences(), context.contextTokens());
        slots = new Slots(model, rows, concurrency, context.batchTokens());
    }

    /// Takes over `context`, also when it fails.
    ///
    /// @throws IllegalArgumentException if the context has fewer sequences than that takes
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned batcher owns all of it
    static Batcher open(
            LlamaModel model, LlamaContext context, ComputeTurn turn, Concurrency concurrency) {
        var opened = new ArrayList<AutoCloseable>(List.of(context));
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
            var tokens = TokenBatch.open(context);
            opened.addFirst(tokens);
            var embeddings = EmbeddingBatch.open(context);
            opened.addFirst(embeddings);
            return new Batcher(model, context, tokens, embeddings, turn, concurrency);
        } catch (RuntimeException | Error e) {
            closeAfter(opened, e);
            throw e;
        }
    }

    private static void closeAfter(List<AutoCloseable> opened, Throwable reason) {
        for (AutoCloseable handle : opened) {
            try {
                handle.close();
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
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
        List<Running> running = slots.running();
        if (closing.getAsBoolean()) {
            running.forEach(each -> slots.fail(each, closed()));
            return;
        }
        if (running.isEmpty()) {
            return;
        }
        var demands = new ArrayList<Demand>();
        for (int slot = 0; slot < running.size(); slot++) {
            demands.add(running.get(slot).demand(slot));
        }
        Plan plan = planner.plan(demands, imagesWereLast);
        imagesWereLast = plan.images();
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
            running.get(share.slot()).computed(share.rows());
        }
        for (Share share : plan.shares()) {
            Running each = running.get(share.slot());
            read(each, each.takeOutputs());
        }
    }

    private void decode(Plan plan, List<Running> running) {
        Batch batch = plan.images() ? embeddings : tokens;
        batch.clear();
        for (Share share : plan.shares()) {
            Running each = running.get(share.slot());
            if (each.isPrefilling()) {
                addPrompt(each, share.rows());
            } else {
                each.expect(
                        tokens.add(each.pending(), each.position(), each.sequence().id(), true));
            }
        }
        if (!plan.causal()) {
            context.setCausal(false);
        }
        try {
            switch (turn.take(() -> context.decode(batch))) {
                case DONE -> {}
                case ABORTED -> throw new GenerationFailedException("the batch was aborted");
                case NO_ROOM ->
                        throw new GenerationFailedException(
                                "the KV cache of "
                                        + context.contextTokens()
                                        + " tokens is full; open the model with a larger context");
            }
        } finally {
            if (!plan.causal()) {
                context.setCausal(true);
            }
        }
    }

    private void addPrompt(Running each, int count) {
        PromptRows prompt = each.job().rows();
        int sequence = each.sequence().id();
        int first = each.sequence().rows();
        for (int row = first; row < first + count; row++) {
            boolean output = prompt.isOutput(row);
            int added =
                    prompt.isImage(row)
                            ? prompt.image(row)
                                    .addTo(embeddings, prompt.rowOfImage(row), sequence, output)
                            : tokens.add(
                                    prompt.key(row).token(),
                                    prompt.positionAfter(row),
                                    sequence,
                                    output);
            if (output) {
                each.expect(added);
            }
        }
    }

    private void read(Running each, List<Integer> outputs) {
        try {
            for (int row : outputs) {
                if (each.isScoring() ? each.score(context.logits(row)) : sample(each, row)) {
                    slots.end(each);
                }
            }
        } catch (RuntimeException | Error e) {
            slots.fail(each, failed(e));
        }
    }

    /// @return whether the answer is complete
    private boolean sample(Running each, int row) {
        int token = each.sampler().sample(context, row);
        boolean end = model.vocabulary().isEndOfGeneration(token);
        return each.take(token, end, end ? new byte[0] : model.vocabulary().piece(token));
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
        tokens.close();
        embeddings.close();
        context.close();
    }
}
