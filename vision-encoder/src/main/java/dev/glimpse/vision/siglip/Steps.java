package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import java.util.Set;

/// What every part of the graph is drawn with.
///
/// @param ops records operations
/// @param epsilon of all layer norms
/// @param attention how attention is computed
/// @param probes names of steps whose values shall outlive the computation; none but in tests
record Steps(TensorContext ops, float epsilon, AttentionKernel attention, Set<String> probes) {

    Steps {
        probes = Set.copyOf(probes);
    }

    /// Names a step as libmtmd does, so that both can be compared layer by layer.
    Tensor named(Tensor step, String name) {
        step.named(name);
        return probes.contains(name) ? step.asOutput() : step;
    }

    /// [in, n] to [out, n].
    Tensor linear(Linear layer, Tensor x) {
        return ops.add(ops.mulMat(layer.weight(), x), layer.bias());
    }

    /// [width, n] to the same.
    Tensor norm(LayerNorm norm, Tensor x) {
        return ops.add(ops.mul(ops.norm(x, epsilon), norm.weight()), norm.bias());
    }
}
