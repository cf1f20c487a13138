package dev.glimpse.vision.siglip;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.bindings.ggml.Backend;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.ggml.Graph;
import dev.glimpse.bindings.ggml.GraphMemory;
import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against attention written out in loops.
@ExtendWith(NoLeaks.class)
class MultiHeadAttentionTest {
    private static final int HEADS = 3;
    private static final int HEAD_SIZE = 32;
    private static final int BATCH = 2;

    @ParameterizedTest
    @CsvSource({
        "FLOATS, 5, 4, F32",
        "FLOATS, 7, 50, F32",
        "FLOATS, 64, 64, F32",
        "BLOCKWISE, 1, 1, BF16",
        "BLOCKWISE, 7, 9, BF16",
        "BLOCKWISE, 33, 70, BF16",
        "BLOCKWISE, 64, 64, BF16",
        "BLOCKWISE, 170, 1100, BF16",
        "FUSED, 9, 50, F16",
    })
    void everyKernelEqualsTheLoops(
            AttentionKernel kernel, int queries, int keys, Closeness.Bound bound) {
        assumeTrue(
                kernel != AttentionKernel.BLOCKWISE || FusedKernels.haveAttention(),
                "no kernel for this processor");
        var random = new Random(keys);
        float[] q = normal(random, queries);
        float[] k = normal(random, keys);
        float[] v = normal(random, keys);
        Closeness.of(found(kernel, q, k, v), expected(q, k, v))
                .assertWithin(bound, kernel + " of " + queries + " queries, " + keys + " keys");
    }

    private static float[] found(AttentionKernel kernel, float[] q, float[] k, float[] v) {
        Device cpu = Device.cpu();
        try (var backend = Backend.open(cpu, 1);
                var ops = TensorContext.open(64);
                var memory = GraphMemory.open(cpu.bufferType())) {
            var closed = new ClosedKeys(ops, kernel.keysUnit());
            var steps = new Steps(ops, 1e-6f, kernel, closed, Set.of());
            Tensor queries = input(ops, q);
            Tensor keys = input(ops, k);
            Tensor values = input(ops, v);
            Tensor out = MultiHeadAttention.attend(steps, queries, keys, values).asOutput();
            var graph = Graph.of(ops, out);
            memory.allocate(graph);
            queries.set(q);
            keys.set(k);
            values.set(v);
            closed.set();
            backend.compute(graph);
            return out.toFloats();
        }
    }

    private static Tensor input(TensorContext ops, float[] values) {
        int rows = values.length / (HEAD_SIZE * HEADS * BATCH);
        return ops.newTensor(TensorType.F32, new Shape(HEAD_SIZE, HEADS, rows, BATCH)).asInput();
    }

    private static float[] expected(float[] q, float[] k, float[] v) {
        int width = HEAD_SIZE * HEADS;
        int queries = q.length / (width * BATCH);
        int keys = k.length / (width * BATCH);
        var out = new float[q.length];
        for (int batch = 0; batch < BATCH; batch++) {
            for (int query = 0; query < queries; query++) {
                for (int head = 0; head < HEADS; head++) {
                    int at = (batch * queries + query) * width + head * HEAD_SIZE;
                    int first = batch * keys * width + head * HEAD_SIZE;
                    double[] shares = shares(q, at, k, first, keys);
                    for (int i = 0; i < HEAD_SIZE; i++) {
                        double sum = 0;
                        for (int key = 0; key < keys; key++) {
                            sum += shares[key] * v[first + key * width + i];
                        }
                        out[at + i] = (float) sum;
                    }
                }
            }
        }
        return out;
    }

    private static double[] shares(float[] q, int at, float[] k, int first, int keys) {
        var shares = new double[keys];
        double sum = 0;
        for (int key = 0; key < keys; key++) {
            double score = 0;
            for (int i = 0; i < HEAD_SIZE; i++) {
                score += (double) q[at + i] * k[first + key * HEAD_SIZE * HEADS + i];
            }
            shares[key] = Math.exp(score / Math.sqrt(HEAD_SIZE));
            sum += shares[key];
        }
        for (int key = 0; key < keys; key++) {
            shares[key] /= sum;
        }
        return shares;
    }

    private static float[] normal(Random random, int rows) {
        var values = new float[HEAD_SIZE * HEADS * rows * BATCH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
