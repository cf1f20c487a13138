package dev.glimpse.bindings.llama;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the model makes of each token as the next one, before softmax. A view of the context's
/// memory: read it before the next batch, on the decode thread.
public final class Logits {
    private final MemorySegment values;

    Logits(MemorySegment values, int vocabularySize) {
        this(values.reinterpret((long) vocabularySize * Float.BYTES));
    }

    private Logits(MemorySegment values) {
        this.values = values;
    }

    /// A view of an array, one value a token.
    public static Logits of(float[] values) {
        return new Logits(MemorySegment.ofArray(values));
    }

    /// Number of tokens.
    public int size() {
        return (int) (values.byteSize() / Float.BYTES);
    }

    /// A token's logit.
    public float get(int token) {
        return values.getAtIndex(ValueLayout.JAVA_FLOAT, token);
    }

    /// The natural logarithm of a token's probability: its logit, less that of the sum of all.
    public double logProbability(int token) {
        return get(token) - logSum();
    }

    /// The natural logarithm of the sum of all exponentials: a token's logit less it is the
    /// logarithm of the token's probability. Reads all logits; once is enough for several tokens.
    public double logSum() {
        float[] all = toArray();
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : all) {
            greatest = Math.max(greatest, value);
        }
        double sum = 0;
        for (float value : all) {
            sum += Math.exp((double) value - greatest);
        }
        return greatest + Math.log(sum);
    }

    /// The tokens with the greatest logits, the greatest first; of equal ones the lower id.
    ///
    /// @param count how many, or all where there are fewer
    public int[] likeliest(int count) {
        float[] all = toArray();
        int[] best = new int[Math.min(count, all.length)];
        int found = 0;
        for (int token = 0; token < all.length; token++) {
            float value = all[token];
            if (found == best.length && (found == 0 || !(value > all[best[found - 1]]))) {
                continue;
            }
            int place = found < best.length ? found++ : found - 1;
            while (place > 0 && value > all[best[place - 1]]) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = token;
        }
        return best;
    }

    /// Whether all are numbers below infinity. Damaged weights give NaN, which no sampler can put
    /// in order, or infinity, whose probability is NaN.
    public boolean areNumbers() {
        long count = 0;
        for (float value : toArray()) {
            count += value < Float.POSITIVE_INFINITY ? 1 : 0;
        }
        return count == size();
    }

    /// A copy, which may be kept.
    public float[] toArray() {
        return values.toArray(ValueLayout.JAVA_FLOAT);
    }

    /// Copies all of them at once: reading an array is quicker than reading native memory value by
    /// value, before the JVM has compiled the loop by far.
    void copyTo(float[] target) {
        MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, 0, target, 0, target.length);
    }
}
