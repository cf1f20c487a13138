package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.llama_token_data;
import dev.glimpse.bindings.ffi.llama_token_data_array;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The tokens to choose from, each with its logit: `llama_token_data_array`. Samplers drop some,
/// change logits and the order. Memory: the allocator's, and arrays in which they are written
/// before they are copied at once; allocated once for a whole vocabulary. Confined to the thread of
/// its [SamplerChain].
public final class Candidates {
    private static final long TOKEN = llama_token_data.sizeof();
    private static final long ID = llama_token_data.id$offset();
    private static final long LOGIT = llama_token_data.logit$offset();
    private static final long PROBABILITY = llama_token_data.p$offset();

    /// A token's size in numbers of 32 bits, and the places of its own within.
    private static final int STRIDE = (int) (TOKEN / Integer.BYTES);

    private static final int ID_PLACE = (int) (ID / Integer.BYTES);
    private static final int LOGIT_PLACE = (int) (LOGIT / Integer.BYTES);

    private final int vocabularySize;

    /// The logits as the model computed them.
    private final float[] values;

    /// The tokens as native code has them. Probabilities stay 0.
    private final int[] written;

    private final MemorySegment tokens;
    private final MemorySegment array;

    Candidates(int vocabularySize, SegmentAllocator memory) {
        this.vocabularySize = vocabularySize;
        values = new float[vocabularySize];
        written = new int[Math.multiplyExact(vocabularySize, STRIDE)];
        tokens = memory.allocate(llama_token_data.layout(), vocabularySize);
        array = memory.allocate(llama_token_data_array.layout());
    }

    /// Takes all tokens of `allowed`, or all there are, except those whose bias is negative
    /// infinity.
    ///
    /// @param bias by token, added to the logits
    /// @return whether all logits are numbers below infinity
    boolean fill(Logits logits, float @Nullable [] bias, @Nullable BitSet allowed) {
        logits.copyTo(values);
        int end = 0;
        boolean numbers = true;
        for (int id = next(allowed, 0);
                id >= 0 && id < vocabularySize;
                id = next(allowed, id + 1)) {
            float logit = values[id];
            numbers &= logit < Float.POSITIVE_INFINITY;
            if (bias != null) {
                logit += bias[id];
                if (bias[id] == Float.NEGATIVE_INFINITY) {
                    continue;
                }
            }
            written[end + ID_PLACE] = id;
            written[end + LOGIT_PLACE] = Float.floatToRawIntBits(logit);
            end += STRIDE;
        }
        MemorySegment.copy(written, 0, tokens, ValueLayout.JAVA_INT, 0, end);
        llama_token_data_array.data(array, tokens);
        llama_token_data_array.size(array, end / STRIDE);
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

    /// The token that the last sampler chose. Where penalties left no finite logit, or a
    /// temperature next to zero none that can be told apart, probabilities are NaN: the likeliest
    /// of what was left then, by the model's own logits.
    int choice(Logits logits) {
        int index = selected();
        if (index >= 0 && Float.isFinite(logit(index)) && !Float.isNaN(probability(index))) {
            return id(index);
        }
        int best = id(0);
        for (int i = 1; i < size(); i++) {
            if (logits.get(id(i)) > logits.get(best)) {
                best = id(i);
            }
        }
        return best;
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
