package dev.glimpse.vision.siglip.bench;

import dev.glimpse.bindings.ggml.Backend;
import dev.glimpse.bindings.ggml.BufferType;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.ggml.Graph;
import dev.glimpse.bindings.ggml.GraphMemory;
import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// How fast the processor multiplies with each type of weights in each of its memories: what the
/// default of [dev.glimpse.vision.siglip.WeightPrecision] is chosen by. Run by hand: arguments are
/// threads, tokens, columns and rows.
public final class BenchMatrixProducts {
    private static final List<TensorType> TYPES =
            List.of(
                    TensorType.F32,
                    TensorType.F16,
                    TensorType.BF16,
                    TensorType.Q8_0,
                    TensorType.Q4_0,
                    TensorType.Q4_K);

    private BenchMatrixProducts() {}

    public static void main(String[] arguments) {
        int threads = argument(arguments, 0, 1);
        int tokens = argument(arguments, 1, 1024);
        int columns = argument(arguments, 2, 1152);
        int rows = argument(arguments, 3, 4320);
        Device cpu = Device.cpu();
        var memories = new ArrayList<BufferType>();
        memories.add(cpu.bufferType());
        memories.addAll(cpu.extraBufferTypes());
        for (TensorType type : TYPES) {
            for (BufferType memory : memories) {
                if (columns % type.blockElements() == 0
                        && memory.takesWeight(type, columns, rows)) {
                    double rate = rate(memory, type, threads, new int[] {columns, rows, tokens});
                    System.Logger logger = System.getLogger(BenchMatrixProducts.class.getName());
                    logger.log(
                            System.Logger.Level.INFO,
                            String.format(
                                    Locale.ROOT,
                                    "%-5s %-12s %7.1f GFLOP/s",
                                    type,
                                    memory.name(),
                                    rate));
                }
            }
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /// The best of several runs.
    private static double rate(BufferType memory, TensorType type, int threads, int[] extents) {
        try (var backend = Backend.open(Device.cpu(), threads);
                var weights = TensorContext.open(4);
                var steps = TensorContext.open(16);
                var scratch = GraphMemory.open(Device.cpu().bufferType())) {
            Tensor w = weights.newTensor(type, Shape.of(extents[0], extents[1]));
            try (var _ = memory.allocate(weights)) {
                fill(w, type, extents);
                Tensor x =
                        steps.newTensor(TensorType.F32, Shape.of(extents[0], extents[2])).asInput();
                Graph graph = Graph.of(steps, steps.mulMat(w, x).asOutput());
                scratch.allocate(graph);
                x.set(random(extents[0] * extents[2]));
                long best = Long.MAX_VALUE;
                for (int run = 0; run < 8; run++) {
                    long start = System.nanoTime();
                    backend.compute(graph);
                    best = Math.min(best, System.nanoTime() - start);
                }
                return 2.0 * extents[0] * extents[1] * extents[2] / (double) best;
            }
        }
    }

    private static void fill(Tensor w, TensorType type, int[] extents) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment floats =
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, random(extents[0] * extents[1]));
            MemorySegment stored =
                    arena.allocate(NumberFormat.bytes(type, extents[0]) * extents[1], 64);
            NumberFormat.fromFloats(type, floats, stored, extents[1], extents[0]);
            w.set(stored);
        }
    }

    private static float[] random(int count) {
        var random = new Random(5);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
