package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.llama_context_params;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.LoggedErrors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// A KV cache and the scratch to compute with: `llama_context`. Confined to one thread at a time:
/// the decode thread.
public final class LlamaContext extends NativeHandle {
    private final Lease model;
    private final int batchTokens;
    private final int microBatchTokens;
    private final int contextTokens;
    private final int vocabularySize;
    private final int embeddingSize;
    private final int positionsPerToken;
    private final int sequences;
    private final Arena arena;
    private final AbortFlag abort;

    /// Rows of the last batch that have logits.
    private final BitSet outputs = new BitSet();

    private boolean causal = true;

    /// On the adapters that it computes with.
    private List<Lease> adapterLeases = List.of();

    private LlamaContext(Parents parents, int contextTokens, MemorySegment address) {
        LlamaModel model = parents.model;
        super("context of " + model, address);
        this.model = parents.lease;
        arena = parents.arena;
        abort = parents.abort;
        batchTokens = Llama.llama_n_batch(address);
        microBatchTokens = Llama.llama_n_ubatch(address);
        this.contextTokens = Math.min(contextTokens, Llama.llama_n_ctx(address));
        sequences = Llama.llama_n_seq_max(address);
        vocabularySize = model.vocabulary().size();
        embeddingSize = model.inputEmbeddingSize();
        positionsPerToken = model.positionsPerToken();
        abort.install(address);
    }

    /// What a context needs, made before there is one, so that nothing can fail after.
    private record Parents(LlamaModel model, Lease lease, Arena arena, AbortFlag abort) {}

    /// Opens a context on a model, which stays open until the context is closed.
    ///
    /// @throws NativeCallException if there is not enough memory, or the model cannot do it
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned context owns the arena
    public static LlamaContext open(LlamaModel model, ContextParams params) {
        return open(model, params, KvPrecision.HALF);
    }

    /// As [#open(LlamaModel, ContextParams)], with keys and values kept as asked.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned context owns the arena
    public static LlamaContext open(LlamaModel model, ContextParams params, KvPrecision precision) {
        Lease lease = model.lease();
        Arena arena = Arena.ofShared();
        try (var scratch = Arena.ofConfined();
                var errors = LoggedErrors.collect()) {
            MemorySegment native_ = Llama.llama_context_default_params(scratch);
            llama_context_params.n_ctx(native_, params.contextTokens());
            llama_context_params.n_batch(native_, params.batchTokens());
            llama_context_params.n_ubatch(native_, params.microBatchTokens());
            llama_context_params.n_seq_max(native_, params.sequences());
            llama_context_params.n_threads(native_, params.threads());
            llama_context_params.n_threads_batch(native_, params.batchThreads());
            llama_context_params.offload_kqv(native_, params.offload());
            llama_context_params.op_offload(native_, params.offload());
            llama_context_params.kv_unified(native_, true);
            llama_context_params.type_k(native_, precision.keys().tensorType().code());
            llama_context_params.type_v(native_, precision.values().tensorType().code());
            llama_context_params.flash_attn_type(native_, precision.flashAttention().nativeValue());
            llama_context_params.no_perf(native_, true);
            var parents = new Parents(model, lease, arena, new AbortFlag(arena));
            MemorySegment context = Llama.llama_init_from_model(model.nativeModel(), native_);
            if (context.equals(MemorySegment.NULL)) {
                throw new NativeCallException(
                        "llama.cpp could not open a context of "
                                + params.contextTokens()
                                + " tokens for "
                                + model
                                + ": "
                                + errors.text());
            }
            return new LlamaContext(parents, params.contextTokens(), context);
        } catch (RuntimeException | Error e) {
            arena.close();
            lease.close();
            throw e;
        }
    }

    /// Has the weights changed by adapters from the next batch on. What is in the KV cache was
    /// computed without them.
    ///
    /// @param adapters of the same model, with the scale of each; kept open until this is closed
    public void adapt(Map<LoraAdapter, Float> adapters) {
        var leases = new ArrayList<Lease>();
        try (var scratch = Arena.ofConfined()) {
            MemorySegment natives =
                    scratch.allocate(ValueLayout.ADDRESS, Math.max(1, adapters.size()));
            MemorySegment scales =
                    scratch.allocate(ValueLayout.JAVA_FLOAT, Math.max(1, adapters.size()));
            int index = 0;
            for (Map.Entry<LoraAdapter, Float> each : adapters.entrySet()) {
                leases.add(each.getKey().lease());
                natives.setAtIndex(ValueLayout.ADDRESS, index, each.getKey().nativeAdapter());
                scales.setAtIndex(ValueLayout.JAVA_FLOAT, index, each.getValue());
                index++;
            }
            Llama.llama_set_adapters_lora(address(), natives, adapters.size(), scales);
        } catch (RuntimeException | Error e) {
            leases.forEach(Lease::close);
            throw e;
        }
        adapterLeases.forEach(Lease::close);
        adapterLeases = leases;
    }

    /// Computes a batch: writes the KV cache and the logits of the rows that ask for them.
    ///
    /// @throws NativeCallException if there is no room in the cache, or the library failed
    public DecodeStatus decode(Batch batch) {
        if (batch.size() == 0 || batch.size() > batchTokens) {
            throw new IllegalArgumentException(
                    "batch of " + batch.size() + " rows; allowed: 1 to " + batchTokens);
        }
        if (!causal && batch.size() > microBatchTokens) {
            throw new IllegalArgumentException(
                    "batch of "
                            + batch.size()
                            + " rows that all see each other; allowed: 1 to "
                            + microBatchTokens
                            + " (ContextParams.microBatchTokens)");
        }
        batch.check(this);
        outputs.clear();
        try (var errors = LoggedErrors.collect()) {
            int status = Llama.llama_decode(address(), batch.nativeBatch());
            return switch (status) {
                case 0 -> {
                    batch.copyOutputRows(outputs);
                    yield DecodeStatus.DONE;
                }
                case 1 -> DecodeStatus.NO_ROOM;
                case 2 -> DecodeStatus.ABORTED;
                default ->
                        throw new NativeCallException(
                                "llama_decode returned "
                                        + status
                                        + " for "
                                        + batch.size()
                                        + " rows: "
                                        + errors.text());
            };
        }
    }

    /// The logits of a row of the last batch, which must have asked for them. Valid until the next
    /// call of [#decode].
    public Logits logits(int row) {
        return new Logits(nativeLogits(row), vocabularySize);
    }

    private MemorySegment nativeLogits(int row) {
        if (row < 0 || !outputs.get(row)) {
            throw new IllegalArgumentException(
                    "row " + row + " of the last batch has no logits; rows that asked: " + outputs);
        }
        MemorySegment logits = Llama.llama_get_logits_ith(address(), row);
        if (logits.equals(MemorySegment.NULL)) {
            throw new NativeCallException("llama.cpp has no logits of row " + row);
        }
        return logits;
    }

    /// The KV cache.
    public KvMemory memory() {
        return new KvMemory(this, Llama.llama_get_memory(address()));
    }

    /// Whether rows see only those before them, from the next batch on.
    public void setCausal(boolean causal) {
        Llama.llama_set_causal_attn(address(), causal);
        this.causal = causal;
    }

    /// Asks a running [#decode] to end early; any thread may. On CPU it ends between operations.
    public void abort() {
        abort.set(true);
    }

    /// Takes back [#abort()] before the next batch.
    public void clearAbort() {
        abort.set(false);
    }

    /// Rows a batch may have.
    public int batchTokens() {
        return batchTokens;
    }

    /// Cells of the KV cache that may be used, over all sequences: as many as were asked for,
    /// though llama.cpp rounds up.
    public int contextTokens() {
        return contextTokens;
    }

    /// Sequences there may be.
    public int sequences() {
        return sequences;
    }

    int vocabularySize() {
        return vocabularySize;
    }

    int embeddingSize() {
        return embeddingSize;
    }

    int positionsPerToken() {
        return positionsPerToken;
    }

    MemorySegment nativeContext() {
        return address();
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.llama_free(address);
        adapterLeases.forEach(Lease::close);
        arena.close();
        model.close();
    }
}
