package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The steps that choose a token from logits, in the order in which they were added:
/// `llama_sampler`. The last one must choose: [#addGreedy()] or [#addDistribution(int)]. Confined
/// to the decode thread.
public final class SamplerChain extends NativeHandle {
    private final Lease model;

    /// The repetition penalty keeps as many tokens in memory.
    private static final int MAX_WINDOW = 1 << 20;

    private final int vocabularySize;

    /// Whether the last step chooses a token; llama.cpp asserts that one was chosen.
    private boolean chooses;

    private SamplerChain(LlamaModel model, Lease lease, MemorySegment address) {
        super("sampler chain", address);
        this.model = lease;
        vocabularySize = model.vocabulary().size();
    }

    /// An empty chain for a model's vocabulary.
    @MustBeClosed
    public static SamplerChain open(LlamaModel model) {
        NativeLibraries.load();
        Lease lease = model.lease();
        try (var arena = Arena.ofConfined()) {
            MemorySegment params = Llama.llama_sampler_chain_default_params(arena);
            return new SamplerChain(model, lease, Llama.llama_sampler_chain_init(params));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /// Divides (or multiplies, where negative) the logits of the last `window` tokens by `penalty`.
    public void addRepetitionPenalty(int window, float penalty) {
        require(
                window >= 0 && window <= MAX_WINDOW && penalty > 0,
                "window " + window + " (0 to " + MAX_WINDOW + "), penalty " + penalty);
        add(Llama.llama_sampler_init_penalties(vocabularySize, window, penalty, 0, 0));
    }

    /// Keeps the `k` likeliest tokens.
    public void addTopK(int k) {
        require(k > 0, "k " + k);
        add(Llama.llama_sampler_init_top_k(k));
    }

    /// Keeps the likeliest tokens that together reach probability `p`, one at least.
    public void addTopP(float p) {
        require(p > 0 && p <= 1, "p " + p);
        add(Llama.llama_sampler_init_top_p(p, 1));
    }

    /// Keeps tokens of at least `p` times the likeliest one's probability.
    public void addMinP(float p) {
        require(p >= 0 && p <= 1, "p " + p);
        add(Llama.llama_sampler_init_min_p(p, 1));
    }

    /// Divides the logits by `temperature`.
    public void addTemperature(float temperature) {
        require(temperature > 0, "temperature " + temperature);
        add(Llama.llama_sampler_init_temp(temperature));
    }

    /// Chooses the likeliest token.
    public void addGreedy() {
        add(Llama.llama_sampler_init_greedy());
        chooses = true;
    }

    /// Draws a token by its probability.
    ///
    /// @param seed 32 unsigned bits; 0xFFFFFFFF takes a random one
    public void addDistribution(int seed) {
        add(Llama.llama_sampler_init_dist(seed));
        chooses = true;
    }

    /// Chooses a token from the logits of a row of the context's last batch, and remembers it for
    /// the repetition penalty.
    ///
    /// @throws NativeCallException if the model computed no numbers: its weights are damaged
    public int sample(LlamaContext context, int row) {
        require(chooses, "a chain whose last step does not choose");
        if (!context.logits(row).areNumbers()) {
            throw new NativeCallException(
                    "the model gives NaN or infinite logits; its weights are damaged, get the file"
                            + " again");
        }
        return Llama.llama_sampler_sample(address(), context.nativeContext(), row);
    }

    /// Remembers a token that was not sampled, for the repetition penalty.
    public void accept(int token) {
        require(token >= 0 && token < vocabularySize, "token " + token);
        Llama.llama_sampler_accept(address(), token);
    }

    private void add(MemorySegment sampler) {
        if (sampler.equals(MemorySegment.NULL)) {
            throw new NativeCallException("llama.cpp could not make a sampler");
        }
        chooses = false;
        Llama.llama_sampler_chain_add(address(), sampler);
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new IllegalArgumentException("a sampler cannot work with " + found);
        }
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.llama_sampler_free(address);
        model.close();
    }
}
