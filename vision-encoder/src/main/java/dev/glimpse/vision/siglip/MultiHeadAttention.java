package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Optional;

/// Multi-head attention (Vaswani et al. 2017): each row of the queries sees all rows of the keys.
final class MultiHeadAttention {
    private MultiHeadAttention() {}

    /// softmax(q k / sqrt(head size)) v, head by head.
    ///
    /// @param q [padded head size, heads, queries, batch]
    /// @param k [padded head size, heads, keys, batch]; zeros follow each head
    /// @param v [head size, heads, keys, batch]
    /// @return [head size * heads, queries * batch]
    static Tensor attend(Steps steps, Tensor q, Tensor k, Tensor v) {
        Shape s = v.shape();
        float scale = (float) (1 / Math.sqrt((double) s.ne0()));
        long queries = q.shape().ne2() * s.ne3();
        Shape rows = Shape.of(s.ne0() * s.ne1(), queries);
        return switch (steps.attention()) {
            case BLOCKWISE -> steps.kernels().attention(q, k, v);
            case FLOATS -> steps.ops().reshape(products(steps, q, k, v, scale), rows);
            case FUSED -> steps.ops().reshape(fused(steps.ops(), q, k, v, scale), rows);
        };
    }

    /// All scores at once; the result is [head size, heads, queries, batch].
    private static Tensor products(Steps steps, Tensor q, Tensor k, Tensor v, float scale) {
        TensorContext ops = steps.ops();
        Tensor queries = ops.contiguous(ops.permute(q, 0, 2, 1, 3));
        // [padded head size, queries, heads, batch]
        Tensor keys = ops.contiguous(ops.permute(k, 0, 2, 1, 3));
        // [padded head size, keys, heads, batch]
        Tensor values = ops.contiguous(ops.permute(v, 1, 2, 0, 3));
        // [keys, head size, heads, batch]
        Optional<Tensor> closed =
                steps.closedKeys().mask(keys.shape().ne1(), queries.shape().ne1());
        if (closed.isPresent()) {
            int more = Math.toIntExact(closed.get().shape().ne0() - keys.shape().ne1());
            keys = ops.pad(keys, 0, more);
            values = ops.pad(values, more, 0);
        }
        Tensor scores = ops.mulMat(keys, queries); // [keys, queries, heads, batch]
        Tensor shares =
                closed.isPresent()
                        ? ops.softMax(scores, closed.get(), scale)
                        : ops.softMax(scores, scale); // [keys, queries, heads, batch]
        Tensor mixed = ops.mulMat(values, shares);
        // [head size, queries, heads, batch]
        return ops.contiguous(ops.permute(mixed, 0, 2, 1, 3));
    }

    private static Tensor fused(TensorContext ops, Tensor q, Tensor k, Tensor v, float scale) {
        Tensor keys = ops.cast(ops.permute(k, 0, 2, 1, 3), TensorType.F16);
        Tensor values = ops.cast(ops.permute(v, 0, 2, 1, 3), TensorType.F16);
        return ops.flashAttention(ops.permute(q, 0, 2, 1, 3), keys, values, scale);
    }
}
