package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps that choose a token from logits, in the order in which they were added:
/// `llama_sampler`. The last one must choose: [#addGreedy()] or [#addDistribution(int)]. Biases and
/// a filter come before the steps. Confined to the decode thread.
public final class SamplerChain extends NativeHandle {
    /// Penalties keep as many tokens in memory.
    private static final int MAX_WINDOW = 1 << 20;

    private static final int MAX_BREAKERS = 64;
    private static final int MAX_BREAKER_BYTES = 40;

    private final Lease model;
    private final Arena arena;
    private final MemorySegment vocabulary;
    private final int vocabularySize;

    /// Where the only step takes the likeliest token, which is found without native code.
    private @Nullable Likeliest likeliest;

    /// For what native code chooses; of a large vocabulary megabytes, so not before they are
    /// needed.
    private @Nullable Candidates candidates;

    /// By token, added to logits; negative infinity bans.
    private float @Nullable [] bias;

    private @Nullable TokenFilter filter;

    /// Whether the last step chooses a token; llama.cpp asserts that one was chosen.
    private boolean chooses;

    private int steps;

    private SamplerChain(LlamaModel model, Lease lease, Arena arena, MemorySegment address) {
        super("sampler chain", address);
        this.model = lease;
        this.arena = arena;
        vocabulary = model.vocabulary().nativeVocabulary();
        vocabularySize = model.vocabulary().size();
    }

    /// An empty chain for a model's vocabulary.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned chain owns the arena
    public static SamplerChain open(LlamaModel model) {
        NativeLibraries.load();
        Lease lease = model.lease();
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment params = Llama.llama_sampler_chain_default_params(arena);
            return new SamplerChain(model, lease, arena, Llama.llama_sampler_chain_init(params));
        } catch (RuntimeException | Error e) {
            arena.close();
            lease.close();
            throw e;
        }
    }

    /// Makes the last `window` tokens less likely: divides (or multiplies, where negative) their
    /// logits by `repetition`, then takes off `frequency` times their count and `presence`.
    public void addPenalties(int window, float repetition, float frequency, float presence) {
        requireWindow(window);
        require(
                repetition > 0 && Float.isFinite(1 / repetition) && Float.isFinite(repetition),
                "penalty " + repetition);
        require(Float.isFinite(frequency), "frequency penalty " + frequency);
        require(Float.isFinite(presence), "presence penalty " + presence);
        add(
                Llama.llama_sampler_init_penalties(
                        vocabularySize, window, repetition, frequency, presence));
    }

    /// Don't repeat yourself: takes `multiplier * base ^ (length - allowed)` off the logit of each
    /// token that would make a repetition, of a part of the last `window` tokens, longer than
    /// `allowed`. Repetitions do not go across `breakers`. Reads the whole vocabulary once for each
    /// breaker.
    public void addDry(
            int window, float multiplier, float base, int allowed, List<String> breakers) {
        requireWindow(window);
        require(multiplier >= 0 && Float.isFinite(multiplier), "multiplier " + multiplier);
        require(base >= 1 && Float.isFinite(base), "base " + base);
        require(allowed >= 1 && allowed <= MAX_WINDOW, "allowed length " + allowed);
        require(breakers.size() <= MAX_BREAKERS, breakers.size() + " breakers");
        for (String breaker : breakers) {
            int bytes = breaker.getBytes(StandardCharsets.UTF_8).length;
            require(
                    bytes > 0 && bytes <= MAX_BREAKER_BYTES && breaker.indexOf('\0') < 0,
                    "a breaker of " + bytes + " bytes");
        }
        try (var scratch = Arena.ofConfined()) {
            var texts = scratch.allocate(ValueLayout.ADDRESS, Math.max(1, breakers.size()));
            for (int i = 0; i < breakers.size(); i++) {
                texts.setAtIndex(ValueLayout.ADDRESS, i, scratch.allocateFrom(breakers.get(i)));
            }
            add(
                    Llama.llama_sampler_init_dry(
                            vocabulary, multiplier, base, allowed, window, texts, breakers.size()));
        }
    }

    /// Drops tokens whose logit is more than `n` standard deviations below the greatest.
    public void addTopNSigma(float n) {
        require(n > 0 && Float.isFinite(n), "n " + n);
        add(Llama.llama_sampler_init_top_n_sigma(n));
    }

    /// Keeps the `k` likeliest tokens.
    public void addTopK(int k) {
        require(k > 0, "k " + k);
        add(Llama.llama_sampler_init_top_k(k));
    }

    /// Keeps the tokens whose surprise is closest to the expected one and that together exceed
    /// probability `p`, one at least. No token may have probability 0.
    public void addTypical(float p) {
        require(p > 0 && p <= 1, "p " + p);
        add(Llama.llama_sampler_init_typical(p, 1));
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

    /// Exclude top choices: with the given probability, drops all tokens of probability `threshold`
    /// or more but the unlikeliest of them.
    ///
    /// @param seed 32 unsigned bits; 0xFFFFFFFF takes a random one
    public void addXtc(float probability, float threshold, int seed) {
        require(probability >= 0 && probability <= 1, "probability " + probability);
        require(threshold >= 0 && threshold <= 1, "threshold " + threshold);
        add(Llama.llama_sampler_init_xtc(probability, threshold, 1, seed));
    }

    /// Divides the logits by `temperature`.
    public void addTemperature(float temperature) {
        require(temperature > 0, "temperature " + temperature);
        add(Llama.llama_sampler_init_temp(temperature));
    }

    /// Divides the logits by a temperature between `temperature - range` (0 at least) and
    /// `temperature + range`, the higher the less the model is certain: entropy, relative to the
    /// greatest possible, to the power of `exponent`.
    public void addDynamicTemperature(float temperature, float range, float exponent) {
        require(temperature > 0 && Float.isFinite(temperature), "temperature " + temperature);
        require(range >= 0 && Float.isFinite(range), "range " + range);
        require(exponent >= 0 && Float.isFinite(exponent), "exponent " + exponent);
        add(Llama.llama_sampler_init_temp_ext(temperature, range, exponent));
    }

    /// Chooses the likeliest token.
    public void addGreedy() {
        add(Llama.llama_sampler_init_greedy());
        chooses = true;
        likeliest = steps == 1 ? new Likeliest(vocabularySize) : null;
    }

    /// Draws a token by its probability.
    ///
    /// @param seed 32 unsigned bits; 0xFFFFFFFF takes a random one
    public void addDistribution(int seed) {
        add(Llama.llama_sampler_init_dist(seed));
        chooses = true;
    }

    /// Adds numbers to logits before the first step.
    ///
    /// @param perToken one a token; negative infinity bans the token
    public void bias(float[] perToken) {
        require(perToken.length == vocabularySize, perToken.length + " biases");
        for (float value : perToken) {
            require(value < Float.POSITIVE_INFINITY, "bias " + value);
        }
        bias = perToken.clone();
    }

    /// Lets only tokens through that a rule allows.
    public void constrain(TokenFilter rule) {
        filter = rule;
    }

    /// Chooses a token from logits, and remembers it for penalties and the filter.
    ///
    /// @throws NativeCallException if the model computed no numbers: its weights are damaged; or if
    ///   every token that may come next is banned
    public int sample(Logits logits) {
        int token = choose(logits);
        if (filter != null) {
            filter.accept(token);
        }
        accept(token);
        return token;
    }

    /// Chooses a token without remembering it. Each call draws further random numbers.
    ///
    /// @param logits one a token of the vocabulary
    public int choose(Logits logits) {
        require(chooses, "a chain whose last step does not choose");
        int token = unfiltered(logits);
        if (filter == null || filter.allows(token)) {
            return token;
        }
        return apply(logits, filter.allowed()).choice(logits);
    }

    private int unfiltered(Logits logits) {
        if (likeliest != null) {
            requireSize(logits);
            int token = likeliest.of(logits, bias);
            if (token >= 0) {
                return token;
            }
        }
        return apply(logits).choice(logits);
    }

    /// What the steps make of logits, the filter apart. Valid until the next call.
    public Candidates apply(Logits logits) {
        requireSize(logits);
        return apply(logits, null);
    }

    private void requireSize(Logits logits) {
        require(logits.size() == vocabularySize, logits.size() + " logits");
    }

    private Candidates apply(Logits logits, @Nullable BitSet allowed) {
        if (candidates == null) {
            candidates = new Candidates(vocabularySize, arena);
        }
        if (!candidates.fill(logits, bias, allowed)) {
            throw new NativeCallException(
                    "the model gives NaN or infinite logits; its weights are damaged, get the file"
                            + " again");
        }
        if (candidates.size() == 0) {
            throw new NativeCallException("every token that may come next is banned");
        }
        Llama.llama_sampler_apply(address(), candidates.nativeArray());
        return candidates;
    }

    /// Remembers a token that was not sampled, for penalties.
    public void accept(int token) {
        require(token >= 0 && token < vocabularySize, "token " + token);
        Llama.llama_sampler_accept(address(), token);
    }

    private void add(MemorySegment sampler) {
        if (sampler.equals(MemorySegment.NULL)) {
            throw new NativeCallException("llama.cpp could not make a sampler");
        }
        chooses = false;
        likeliest = null;
        steps++;
        Llama.llama_sampler_chain_add(address(), sampler);
    }

    private static void requireWindow(int window) {
        require(
                window >= 0 && window <= MAX_WINDOW,
                "window " + window + " (0 to " + MAX_WINDOW + ")");
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new IllegalArgumentException("a sampler cannot work with " + found);
        }
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.llama_sampler_free(address);
        arena.close();
        model.close();
    }
}
