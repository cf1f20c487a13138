package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.llama.Batch;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A context with its batches: computes one job at a time. Confined to the decode thread, except
/// for [#abort()].
final class Decoder implements AutoCloseable {
    private static final int SEQUENCE = 0;

    private final LlamaModel model;
    private final LlamaContext context;
    private final TokenBatch tokens;
    private final EmbeddingBatch embeddings;
    private final ComputeTurn turn;

    private Decoder(
            LlamaModel model,
            LlamaContext context,
            TokenBatch tokens,
            EmbeddingBatch embeddings,
            ComputeTurn turn) {
        this.model = model;
        this.context = context;
        this.tokens = tokens;
        this.embeddings = embeddings;
        this.turn = turn;
    }

    /// Takes over `context`, also when it fails.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned decoder owns all of it
    static Decoder open(LlamaModel model, LlamaContext context, ComputeTurn turn) {
        TokenBatch tokens;
        try {
            tokens = TokenBatch.open(context);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
        try {
            return new Decoder(model, context, tokens, EmbeddingBatch.open(context), turn);
        } catch (RuntimeException | Error e) {
            tokens.close();
            context.close();
            throw e;
        }
    }

    /// Answers a job, telling it events on the way.
    ///
    /// @param closing whether the model is being closed
    /// @throws ModelClosedException if it is
    DecodeEvent.Done answer(DecodeJob job, BooleanSupplier closing) {
        long start = System.nanoTime();
        var interrupt = new Interrupt(job.cancelled(), closing);
        try (var sampler = SamplerChain.open(model)) {
            context.memory().clear();
            Samplers.add(sampler, job);
            int output = prefill(job.prompt(), sampler, interrupt);
            long prefilled = System.nanoTime();
            var answer = new Answer(job);
            if (output >= 0) {
                job.put(new DecodeEvent.Prefilled());
                var cursor =
                        new Cursor(
                                sampler, job.prompt().tokens(), job.prompt().positions(), output);
                generate(cursor, answer, interrupt);
            } else {
                answer.end(FinishReason.CANCELLED);
            }
            return new DecodeEvent.Done(
                    answer.reason(),
                    answer.tokens(),
                    Duration.ofNanos(start - job.submitted()),
                    Duration.ofNanos(prefilled - start),
                    Duration.ofNanos(System.nanoTime() - prefilled));
        } catch (NativeException e) {
            throw new GenerationFailedException(e.getMessage(), e);
        }
    }

    /// Puts a prompt into the KV cache.
    ///
    /// @return the row of the last batch that has logits, or -1 if cancelled
    private int prefill(Prompt prompt, SamplerChain sampler, Interrupt interrupt) {
        int position = 0;
        int row = -1;
        var parts = prompt.parts();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            switch (parts.get(i)) {
                case PromptPart.Tokens(List<Integer> ids) -> {
                    ids.forEach(sampler::accept);
                    row = prefillTokens(ids, position, last, interrupt);
                    position += ids.size();
                }
                case PromptPart.Image image -> {
                    var rows = new ImageRows(image.embedding(), position);
                    row = prefillImage(rows, last, interrupt);
                    position += rows.span();
                }
            }
            if (interrupt.isCancelled()) {
                return -1;
            }
        }
        return row;
    }

    private int prefillTokens(List<Integer> ids, int position, boolean last, Interrupt interrupt) {
        int row = -1;
        tokens.clear();
        for (int i = 0; i < ids.size(); i++) {
            boolean output = last && i == ids.size() - 1;
            row = tokens.add(ids.get(i), position + i, SEQUENCE, output);
            if (tokens.size() == tokens.capacity() || i == ids.size() - 1) {
                if (!decode(tokens, interrupt)) {
                    return -1;
                }
                tokens.clear();
            }
        }
        return row;
    }

    private int prefillImage(ImageRows rows, boolean last, Interrupt interrupt) {
        if (!rows.causal()) {
            if (rows.count() > embeddings.capacity()) {
                throw new GenerationFailedException(
                        "an image of "
                                + rows.count()
                                + " tokens that see each other does not fit a batch of "
                                + embeddings.capacity());
            }
            context.setCausal(false);
        }
        try {
            int row = -1;
            embeddings.clear();
            for (int i = 0; i < rows.count(); i++) {
                row = rows.addTo(embeddings, i, SEQUENCE, last && i == rows.count() - 1);
                if (embeddings.size() == embeddings.capacity() || i == rows.count() - 1) {
                    if (!decode(embeddings, interrupt)) {
                        return -1;
                    }
                    embeddings.clear();
                }
            }
            return row;
        } finally {
            context.setCausal(true);
        }
    }

    /// Where generation stands.
    ///
    /// @param cells of the KV cache that are taken
    /// @param position of the next token; less than `cells` after an image of multimodal RoPE
    /// @param row of the last batch whose logits choose it
    private record Cursor(SamplerChain sampler, int cells, int position, int row) {
        Cursor next(int row) {
            return new Cursor(sampler, cells + 1, position + 1, row);
        }
    }

    private void generate(Cursor cursor, Answer answer, Interrupt interrupt) {
        while (true) {
            if (interrupt.isCancelled()) {
                answer.end(FinishReason.CANCELLED);
                return;
            }
            int token = cursor.sampler().sample(context, cursor.row());
            if (model.vocabulary().isEndOfGeneration(token)) {
                answer.end(FinishReason.STOP);
                return;
            }
            if (answer.add(token, model.vocabulary().piece(token))) {
                return;
            }
            if (cursor.cells() >= context.contextTokens()) {
                answer.end(FinishReason.LENGTH);
                return;
            }
            tokens.clear();
            int row = tokens.add(token, cursor.position(), SEQUENCE, true);
            if (!decode(tokens, interrupt)) {
                answer.end(FinishReason.CANCELLED);
                return;
            }
            cursor = cursor.next(row);
        }
    }

    /// @return false if cancelled
    private boolean decode(Batch batch, Interrupt interrupt) {
        if (interrupt.isCancelled()) {
            return false;
        }
        return switch (turn.take(() -> context.decode(batch))) {
            case DONE -> true;
            case ABORTED -> {
                interrupt.requireOpen();
                yield false;
            }
            case NO_ROOM ->
                    throw new GenerationFailedException(
                            "the KV cache of "
                                    + context.contextTokens()
                                    + " tokens is full; open the model with a larger context");
        };
    }

    /// Ends a running batch early; any thread may. Only for closing: it is not taken back.
    void abort() {
        context.abort();
    }

    @Override
    public void close() {
        tokens.close();
        embeddings.close();
        context.close();
    }
}
