package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Optional;
import java.util.Set;

/// What every part of the graph is drawn with: steps that are drawn in one way where weights are
/// packed for kernels of our own, and in another where ggml multiplies.
///
/// @param ops records operations
/// @param epsilon of all layer norms
/// @param attention how attention is computed
/// @param closedKeys masks for attention
/// @param probes names of steps whose values shall outlive the computation; none but in tests
record Steps(
        TensorContext ops,
        float epsilon,
        AttentionKernel attention,
        ClosedKeys closedKeys,
        Set<String> probes) {

    Steps {
        probes = Set.copyOf(probes);
    }

    /// Operations of our own.
    FusedKernels kernels() {
        return new FusedKernels(ops);
    }

    /// Names a step as libmtmd does, so that both can be compared layer by layer.
    Tensor named(Tensor step, String name) {
        step.named(name);
        return probes.contains(name) ? step.asOutput() : step;
    }

    /// [in, n] to [out, n], without a bias.
    Tensor product(Matrix matrix, Tensor x) {
        return matrix.isPacked()
                ? packed(matrix, x, Optional.empty(), Optional.empty())
                : ops.mulMat(matrix.tensor(), x);
    }

    /// [in, n] to [out, n].
    Tensor linear(Linear layer, Tensor x) {
        return layer.weight().isPacked()
                ? packed(layer.weight(), x, Optional.of(layer.bias()), Optional.empty())
                : ops.add(ops.mulMat(layer.weight().tensor(), x), layer.bias());
    }

    /// A layer's result plus other rows of its shape.
    ///
    /// @param name of the result before the sum, which exists where it is asked for or where it
    ///   comes about anyway
    Tensor linearPlus(Linear layer, Tensor x, Tensor other, String name) {
        if (layer.weight().isPacked() && !probes.contains(name)) {
            return packed(layer.weight(), x, Optional.of(layer.bias()), Optional.of(other));
        }
        return ops.add(named(linear(layer, x), name), other);
    }

    /// [width, n] to the same.
    Tensor norm(LayerNorm norm, Tensor x) {
        return ops.add(ops.mul(ops.norm(x, epsilon), norm.weight()), norm.bias());
    }

    /// The same in the form that a layer takes best.
    Tensor normFor(Linear layer, LayerNorm norm, Tensor x) {
        return layer.weight().isPacked()
                ? kernels().norm(x, norm.weight(), norm.bias(), epsilon)
                : norm(norm, x);
    }

    /// A layer and GELU: [in, n] to [out, n], in the form that a layer takes best.
    Tensor linearGelu(Linear layer, Tensor x, Gelu gelu, String suffix) {
        String inner = "ffn_up_b" + suffix;
        if (layer.weight().isPacked() && !probes.contains(inner)) {
            Tensor weight = layer.weight().tensor();
            return switch (gelu) {
                case TANH -> kernels().linearGelu(weight, rounded(x), layer.bias());
                case EXACT -> kernels().linearGeluErf(weight, rounded(x), layer.bias());
            };
        }
        return gelu.draw(ops, named(linear(layer, x), inner));
    }

    private Tensor packed(Matrix matrix, Tensor x, Optional<Tensor> bias, Optional<Tensor> added) {
        return kernels().linear(matrix.tensor(), matrix.rows(), rounded(x), bias, added);
    }

    /// As packed rows.
    private Tensor rounded(Tensor x) {
        return x.type() == TensorType.I8 ? x : kernels().quantize(x);
    }
}
