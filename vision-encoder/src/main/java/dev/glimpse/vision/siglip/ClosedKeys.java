package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Masks for kernels that want more keys than there are: zero for the keys that are there, minus
/// infinity for those that make the number whole. One input of a graph for each shape.
final class ClosedKeys {
    private final TensorContext ops;
    private final int unit;
    private final Map<Need, Tensor> masks = new LinkedHashMap<>();

    private record Need(int keys, int queries) {}

    /// @param unit the kernel takes whole multiples of this many keys
    ClosedKeys(TensorContext ops, int unit) {
        this.ops = ops;
        this.unit = unit;
    }

    /// What is added to the scores, [whole keys, queries]; empty where the number is whole, or so
    /// small that the kernel is not worth it.
    Optional<Tensor> mask(long keys, long queries) {
        if (keys < unit || keys % unit == 0) {
            return Optional.empty();
        }
        var need = new Need(Math.toIntExact(keys), Math.toIntExact(queries));
        return Optional.of(masks.computeIfAbsent(need, this::input));
    }

    private Tensor input(Need need) {
        return ops.newTensor(TensorType.F32, Shape.of(whole(need), need.queries))
                .named("closed_keys")
                .asInput();
    }

    private int whole(Need need) {
        return Math.ceilDiv(need.keys, unit) * unit;
    }

    /// Fills all masks once they have memory.
    void set() {
        masks.forEach((need, mask) -> {
            int whole = whole(need);
            var values = new float[Math.multiplyExact(whole, need.queries)];
            for (int row = 0; row < need.queries; row++) {
                Arrays.fill(
                        values,
                        row * whole + need.keys,
                        (row + 1) * whole,
                        Float.NEGATIVE_INFINITY);
            }
            mask.set(values);
        });
    }
}
