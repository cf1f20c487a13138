package dev.glimpse.bindings.ggml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class GraphTest {
    @Test
    void productOfTwoMatricesEqualsTheNaiveOne() {
        int k = 40;
        int n = 7;
        int m = 5;
        var random = new Random(3);
        float[] weight = random(random, k * n);
        float[] input = random(random, k * m);
        var device = Device.cpu();
        try (var backend = Backend.open(device, 1);
                var weights = TensorContext.open(8);
                var steps = TensorContext.open(8);
                var memory = GraphMemory.open(device.bufferType())) {
            Tensor w = weights.newTensor(TensorType.F32, Shape.of(k, n)).named("w");
            try (var buffer = device.bufferType().allocate(weights)) {
                assertThat(buffer.bytes()).isGreaterThanOrEqualTo((long) k * n * Float.BYTES);
                w.set(weight);
                Tensor x = steps.newTensor(TensorType.F32, Shape.of(k, m)).asInput();
                Tensor y = steps.mulMat(w, x).named("y").asOutput();
                var graph = Graph.of(steps, y);
                memory.allocate(graph);
                x.set(input);
                backend.compute(graph);
                float[] found = y.toFloats();
                for (int row = 0; row < m; row++) {
                    for (int column = 0; column < n; column++) {
                        float expected = 0;
                        for (int i = 0; i < k; i++) {
                            expected += weight[column * k + i] * input[row * k + i];
                        }
                        assertThat(found[row * n + column]).isCloseTo(expected, within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void partsComputeWhatTheWholeDoes() {
        var device = Device.cpu();
        try (var backend = Backend.open(device, 2);
                var steps = TensorContext.open(16);
                var memory = GraphMemory.open(device.bufferType())) {
            Tensor x = steps.newTensor(TensorType.F32, Shape.of(4)).asInput();
            Tensor y = x;
            for (int i = 0; i < 5; i++) {
                y = steps.add(steps.scale(y, 2), x);
            }
            var graph = Graph.of(steps, y.asOutput());
            memory.allocate(graph);
            x.set(new float[] {1, 2, 3, 4});
            for (int first = 0; first < graph.operations(); first += 3) {
                try (var room = TensorContext.open(3)) {
                    int count = Math.min(3, graph.operations() - first);
                    backend.compute(graph.part(room, first, count));
                }
            }
            assertThat(y.toFloats()).containsExactly(63, 126, 189, 252);
            try (var room = TensorContext.open(3)) {
                assertThatThrownBy(() -> graph.part(room, 8, 3))
                        .hasMessage("3 operations from 8 on, in a context for 3; the graph has 10");
                assertThatThrownBy(() -> graph.part(room, 0, 4))
                        .hasMessageContaining("4 operations");
            }
        }
    }

    @Test
    void shapesThatDoNotFitAreRefusedInJava() {
        try (var context = TensorContext.open(6)) {
            Tensor a = context.newTensor(TensorType.F32, Shape.of(4, 3));
            Tensor b = context.newTensor(TensorType.F32, Shape.of(5, 3));
            assertThatThrownBy(() -> context.mulMat(a, b))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4x3")
                    .hasMessageContaining("5x3");
            assertThatThrownBy(() -> context.add(a, b)).hasMessageContaining("add");
            assertThatThrownBy(() -> context.reshape(a, Shape.of(5)))
                    .hasMessageContaining("reshape");
            assertThatThrownBy(() -> context.view(a, Shape.of(4, 3), 4))
                    .hasMessageContaining("view");
            assertThatThrownBy(() -> context.newTensor(TensorType.Q8_0, Shape.of(33)))
                    .hasMessageContaining("32 together");
            assertThatThrownBy(() -> a.set(new float[12])).hasMessageContaining("no memory");
            for (int i = 0; i < 4; i++) {
                context.add(a, a);
            }
            assertThatThrownBy(() -> context.add(a, a)).hasMessageContaining("full");
        }
    }

    @Test
    void tensorsDieWithTheirContext() {
        Tensor tensor;
        try (var context = TensorContext.open(2)) {
            tensor = context.newTensor(TensorType.F32, Shape.of(4));
        }
        assertThatThrownBy(tensor::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void processorSaysWhichWeightsItsMemoriesTake() {
        var device = Device.cpu();
        assertThat(device.kind()).isEqualTo(Device.Kind.CPU);
        assertThat(Device.list()).extracting(Device::name).contains(device.name());
        assertThat(device.bufferType().isHost()).isTrue();
        assertThat(device.bufferType().takesWeight(TensorType.F32, 64, 64)).isTrue();
        for (var extra : device.extraBufferTypes()) {
            assertThat(extra.takesWeight(TensorType.F32, 63, 1)).as(extra.name()).isFalse();
        }
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
