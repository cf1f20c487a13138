package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.llama_token_data;
import dev.glimpse.bindings.ffi.llama_token_data_array;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The tokens to choose from, each with its logit: `llama_token_data_array`. Samplers drop some,
/// change logits and the order. Memory: the allocator's; allocated once for a whole vocabulary.
/// Confined to the thread of its [SamplerChain].
public final class Candidates {
    private static final long TOKEN = llama_token_data.sizeof();
    private static final long ID = llama_token_data.id$offset();
    private static final long LOGIT = llama_token_data.logit$offset();
    private static final long PROBABILITY = llama_token_data.p$offset();

    private final int vocabularySize;
    private final MemorySegment tokens;
    private final MemorySegment array;

    Candidates(int vocabularySize, SegmentAllocator memory) {
        this.vocabularySize = vocabularySize;
        tokens = memory.allocate(llama_token_data.layout(), vocabularySize);
        array = memory.allocate(llama_token_data_array.layout());
    }

    /// Takes all tokens of `allowed`, or all there are, except those whose bias is negative
    /// infinity.
    ///
    /// @param bias by token, added to the logits
    /// @return whether all logits are numbers below infinity
    boolean fill(Logits logits, float @Nullable [] bias, @Nullable BitSet allowed) {
        long end = 0;
        boolean numbers = true;
        for (int id = next(allowed, 0);
                id >= 0 && id < vocabularySize;
                id = next(allowed, id + 1)) {
            float logit = logits.get(id);
            numbers &= logit < Float.POSITIVE_INFINITY;
            if (bias != null) {
                logit += bias[id];
                if (bias[id] == Float.NEGATIVE_INFINITY) {
                    continue;
                }
            }
            tokens.set(ValueLayout.JAVA_INT, end + ID, id);
            tokens.set(ValueLayout.JAVA_FLOAT, end + LOGIT, logit);
            tokens.set(ValueLayout.JAVA_FLOAT, end + PROBABILITY, 0);
            end += TOKEN;
        }
        llama_token_data_array.data(array, tokens);
        llama_token_data_array.size(array, end / TOKEN);
        llama_token_data_array.selected(array, -1);
        llama_token_data_array.sorted(array, false);
        return numbers;
    }

    private static int next(@Nullable BitSet allowed, int from) {
        return allowed == null ? from : allowed.nextSetBit(from);
    }

    /// How many tokens are left to choose from.
    public int size() {
        return (int) llama_token_data_array.size(array);
    }

    /// The token at an index.
    public int id(int index) {
        return left().get(ValueLayout.JAVA_INT, index * TOKEN + ID);
    }

    /// The logit of the token at an index.
    public float logit(int index) {
        return left().get(ValueLayout.JAVA_FLOAT, index * TOKEN + LOGIT);
    }

    /// The probability of the token at an index, once a sampler has computed it.
    public float probability(int index) {
        return left().get(ValueLayout.JAVA_FLOAT, index * TOKEN + PROBABILITY);
    }

    /// The index of the token that the last sampler chose; -1 if none did.
    public int selected() {
        long index = llama_token_data_array.selected(array);
        return index < 0 || index >= size() ? -1 : (int) index;
    }

    MemorySegment nativeArray() {
        return array;
    }

    /// What is left: samplers move the begin of the array within it.
    private MemorySegment left() {
        MemorySegment data = llama_token_data_array.data(array);
        return tokens.asSlice(data.address() - tokens.address(), size() * TOKEN);
    }
}
