package dev.glimpse.bindings.llama;

import org.jspecify.annotations.Nullable;

/// Finds the token that greedy sampling takes, without native code and what it would need for each
/// token. Confined to the thread of its [SamplerChain].
final class Likeliest {
    /// The logits, copied at once: read one by one from native memory they are slow until compiled.
    private final float[] values;

    Likeliest(int vocabularySize) {
        values = new float[vocabularySize];
    }

    /// The token of the greatest finite sum of logit and bias; of equal ones the lower id.
    ///
    /// @param bias by token, if there is any; below infinity
    /// @return -1 if there is none, or some logit is not a number below infinity
    int of(Logits logits, float @Nullable [] bias) {
        logits.copyTo(values);
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        boolean numbers = true;
        for (int id = 0; id < values.length; id++) {
            numbers &= values[id] < Float.POSITIVE_INFINITY;
            float sum = bias == null ? values[id] : values[id] + bias[id];
            if (sum > greatest) {
                greatest = sum;
                best = id;
            }
        }
        return numbers && greatest < Float.POSITIVE_INFINITY ? best : -1;
    }
}
