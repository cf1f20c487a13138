package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A tensor on its way through operations, and what sets their inputs.
final class FusedStep {
    private static final int THREADS = 2;
    static final float EPSILON = 1e-6f;

    private final TensorContext ops;
    private Tensor tensor;
    private Runnable set;

    FusedStep(TensorContext ops, float[] x, int columns) {
        this.ops = ops;
        set = () -> {};
        tensor = input(x, Shape.of(columns, x.length / columns));
    }

    Tensor tensor() {
        return tensor;
    }

    /// Sets the inputs of all operations; once they have memory.
    void setInputs() {
        set.run();
    }

    /// Computes what is drawn behind rows of `columns` floats.
    static float[] run(float[] x, int columns, UnaryOperator<FusedStep> draw) {
        try (var backend = Backend.open(Device.cpu(), THREADS);
                var ops = TensorContext.open(32);
                var memory = GraphMemory.open(Device.cpu().bufferType())) {
            var step = new FusedStep(ops, x, columns);
            Tensor out = draw.apply(step).tensor.asOutput();
            var graph = Graph.of(ops, out);
            memory.allocate(graph);
            step.setInputs();
            backend.compute(graph);
            return out.toFloats();
        }
    }

    private FusedKernels kernels() {
        return new FusedKernels(ops);
    }

    private Tensor vector(float[] values) {
        return input(values, Shape.of(values.length));
    }

    private Tensor input(float[] values, Shape shape) {
        Tensor input = ops.newTensor(TensorType.F32, shape).asInput();
        Runnable before = set;
        set =
                () -> {
                    before.run();
                    input.set(values);
                };
        return input;
    }

    FusedStep linear(float[] w, int outputs, Optional<float[]> bias) {
        return linear(w, outputs, bias.map(b -> input(b, Shape.of(b.length))), Optional.empty());
    }

    FusedStep linear(float[] w, float[] bias, Optional<float[]> other) {
        int outputs = bias.length;
        Optional<Tensor> added = other.map(o -> input(o, Shape.of(outputs, o.length / outputs)));
        return linear(w, outputs, Optional.of(input(bias, Shape.of(outputs))), added);
    }

    private FusedStep linear(
            float[] w, int outputs, Optional<Tensor> bias, Optional<Tensor> added) {
        var kernels = new FusedKernels(ops);
        tensor = kernels.linear(packed(w, outputs), outputs, rounded(), bias, added);
        return this;
    }

    FusedStep gelu(float[] w, float[] bias) {
        tensor = kernels().linearGelu(packed(w, bias.length), rounded(), vector(bias));
        return this;
    }

    FusedStep geluErf(float[] w, float[] bias) {
        tensor = kernels().linearGeluErf(packed(w, bias.length), rounded(), vector(bias));
        return this;
    }

    FusedStep norm(float[] weight, float[] bias) {
        tensor =
                kernels()
                        .norm(
                                tensor,
                                input(weight, Shape.of(weight.length)),
                                input(bias, Shape.of(bias.length)),
                                EPSILON);
        return this;
    }

    private Tensor rounded() {
        return tensor.type() == TensorType.I8 ? tensor : kernels().quantize(tensor);
    }

    private Tensor packed(float[] w, int outputs) {
        int columns = w.length / outputs;
        Shape shape = FusedKernels.packedShape(columns, outputs);
        Tensor weight = ops.newTensor(TensorType.I8, shape).asInput();
        Runnable before = set;
        set =
                () -> {
                    before.run();
                    try (var arena = Arena.ofConfined()) {
                        MemorySegment packed = arena.allocate(shape.elements());
                        FusedKernels.pack(
                                arena.allocateFrom(ValueLayout.JAVA_FLOAT, w),
                                outputs,
                                columns,
                                packed);
                        weight.set(packed);
                    }
                };
        return weight;
    }
}
