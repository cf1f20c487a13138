package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;

/// A perceiver (Jaegle et al. 2021): learned queries attend once to all patches, whose places are
/// added to the keys alone; of 2.0 the queries have places too. The same for a slice's patches and
/// for those of several frames.
final class Resampler {
    private Resampler() {}

    /// Draws the resampler.
    ///
    /// @param x [vit width, keys * batch]
    /// @param places sines and cosines of each key's place, [width, keys]
    /// @return [width, queries * batch]
    static Tensor draw(
            Steps steps,
            ProjectorWeights.Resampling weights,
            Projector.Resampling shape,
            Tensor x,
            Tensor places) {
        TensorContext ops = steps.ops();
        int keys = Math.toIntExact(places.shape().ne1());
        int batch = Math.toIntExact(x.shape().ne1() / keys);
        int width = shape.width();
        Tensor values = steps.norm(weights.keyValueNorm(), steps.product(weights.keyValue(), x));
        // [width, keys * batch]
        Tensor placed = ops.add(ops.reshape(values, Shape.of(width, keys, batch)), places);
        // [width, keys, batch]
        Tensor normed = steps.norm(weights.queryNorm(), weights.query()); // [width, queries]
        Tensor queries = weights.queryPlaces().map(own -> ops.add(normed, own)).orElse(normed);

        Tensor q =
                steps.named(
                        steps.linear(weights.attention().query(), queries),
                        "resampler_Q"); // [width, queries]
        Tensor k =
                steps.named(
                        steps.linear(weights.attention().key(), placed),
                        "resampler_K"); // [width, keys, batch]
        Tensor v =
                steps.named(
                        steps.linear(weights.attention().value(), values),
                        "resampler_V"); // [width, keys * batch]
        Tensor out =
                steps.linear(
                        weights.attention().out(),
                        MultiHeadAttention.attend(
                                steps,
                                queryHeads(ops, shape, q, batch),
                                heads(ops, shape, k, keys, batch),
                                heads(ops, shape, v, keys, batch)));
        steps.named(out, "resampler_attn_out"); // [width, queries * batch]
        return steps.product(weights.projection(), steps.norm(weights.afterAttention(), out));
    }

    /// [width, rows * batch] as [head size, heads, rows, batch].
    private static Tensor heads(
            TensorContext ops, Projector.Resampling shape, Tensor x, int rows, int batch) {
        return ops.reshape(
                x, new Shape(Projector.Resampling.HEAD_SIZE, shape.heads(), rows, batch));
    }

    /// The queries are the same for all of the batch.
    private static Tensor queryHeads(
            TensorContext ops, Projector.Resampling shape, Tensor q, int batch) {
        Tensor once = heads(ops, shape, q, shape.queries(), 1);
        return batch == 1
                ? once
                : ops.repeat(
                        once,
                        new Shape(
                                Projector.Resampling.HEAD_SIZE,
                                shape.heads(),
                                shape.queries(),
                                batch));
    }
}
