package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;

/// Multi-head attention (Vaswani et al. 2017): each row of the queries sees all rows of the keys.
final class MultiHeadAttention {
    private MultiHeadAttention() {}

    /// softmax(q k / sqrt(head size)) v, head by head.
    ///
    /// @param q [head size, heads, queries, batch]
    /// @param k [head size, heads, keys, batch]; likewise `v`
    /// @return [head size * heads, queries * batch]
    static Tensor attend(Steps steps, Tensor q, Tensor k, Tensor v) {
        float scale = (float) (1 / Math.sqrt((double) q.shape().ne0()));
        Tensor heads =
                switch (steps.attention()) {
                    case PRODUCTS -> products(steps.ops(), q, k, v, scale);
                    case FUSED -> fused(steps.ops(), q, k, v, scale);
                }; // [head size, heads, queries, batch]
        Shape s = q.shape();
        return steps.ops().reshape(heads, Shape.of(s.ne0() * s.ne1(), s.ne2() * s.ne3()));
    }

    private static Tensor products(TensorContext ops, Tensor q, Tensor k, Tensor v, float scale) {
        Tensor queries = ops.permute(q, 0, 2, 1, 3); // [head size, queries, heads, batch]
        Tensor keys = ops.permute(k, 0, 2, 1, 3); // [head size, keys, heads, batch]
        Tensor values = ops.contiguous(ops.permute(v, 1, 2, 0, 3)); // [keys, head size, heads, b.]
        Tensor scores = ops.mulMat(keys, queries); // [keys, queries, heads, batch]
        Tensor shares = ops.softMax(scores, scale); // [keys, queries, heads, batch]
        Tensor mixed = ops.mulMat(values, shares); // [head size, queries, heads, batch]
        return ops.contiguous(ops.permute(mixed, 0, 2, 1, 3));
    }

    private static Tensor fused(TensorContext ops, Tensor q, Tensor k, Tensor v, float scale) {
        Tensor keys = ops.cast(ops.permute(k, 0, 2, 1, 3), TensorType.F16);
        Tensor values = ops.cast(ops.permute(v, 0, 2, 1, 3), TensorType.F16);
        return ops.flashAttention(ops.permute(q, 0, 2, 1, 3), keys, values, scale);
    }
}
