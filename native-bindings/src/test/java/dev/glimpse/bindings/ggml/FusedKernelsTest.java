package dev.glimpse.bindings.ggml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the same written out in loops. Skipped on processors that have no such kernels.
@ExtendWith(NoLeaks.class)
class FusedKernelsTest {
    /// Squared error over squared result. 8 bits with a scale for each 128 numbers leave 1e-5 of a
    /// product of random numbers; three roundings, one of them of what GELU makes small, 1.2e-4. 12
    /// bits of weights and 14 of rows leave 7e-8.
    private static final double MOST_NMSE = FusedKernels.rowBits() == 8 ? 2e-4 : 2e-6;

    private static final int THREADS = 2;

    private final Random random = new Random(7);

    @BeforeAll
    static void kernelsAreForThisProcessor() {
        assumeTrue(FusedKernels.haveLinear(), "no kernels for this processor");
    }

    /// Parts of groups, panels, tiles and tasks, and whole ones.
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "128, 64, 6", "300, 133, 29", "256, 128, 96", "130, 65, 200"})
    void linearEqualsTheLoops(int columns, int outputs, int rows) {
        float[] x = normal(columns * rows);
        float[] w = normal(columns * outputs);
        float[] bias = normal(outputs);
        float[] other = normal(outputs * rows);
        float[] product = product(x, w, bias, columns);
        float[] plain =
                FusedStep.run(x, columns, step -> step.linear(w, outputs, Optional.empty()));
        assertClose(plain, product(x, w, new float[outputs], columns));
        float[] biased = FusedStep.run(x, columns, step -> step.linear(w, bias, Optional.empty()));
        assertClose(biased, product);
        float[] summed =
                FusedStep.run(x, columns, step -> step.linear(w, bias, Optional.of(other)));
        var sum = new float[product.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = product[i] + other[i];
        }
        assertClose(summed, sum);
    }

    /// Seen through another layer that changes nothing, since GELU ends in packed rows.
    @ParameterizedTest
    @CsvSource({"128, 64, 6", "300, 133, 29"})
    void linearGeluEqualsTheLoops(int columns, int outputs, int rows) {
        float[] x = normal(columns * rows);
        float[] w = normal(columns * outputs);
        for (int i = 0; i < w.length; i++) {
            w[i] /= (float) Math.sqrt(columns);
        }
        float[] bias = normal(outputs);
        float[] before = product(x, w, bias, columns);
        var tanh = new float[before.length];
        var erf = new float[before.length];
        for (int i = 0; i < before.length; i++) {
            double v = before[i];
            double inner = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
            tanh[i] = (float) (0.5 * v * (1 + Math.tanh(inner)));
            erf[i] = (float) (v * shareBelow(v));
        }
        assertClose(
                FusedStep.run(
                        x,
                        columns,
                        step -> step.gelu(w, bias).linear(same(outputs), outputs, none())),
                tanh);
        assertClose(
                FusedStep.run(
                        x,
                        columns,
                        step -> step.geluErf(w, bias).linear(same(outputs), outputs, none())),
                erf);
    }

    /// Of the normal distribution, by its series around 0: 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...).
    private static double shareBelow(double x) {
        double sum = 0;
        double term = x;
        for (int k = 1; k < 400; k += 2) {
            sum += term;
            term *= x * x / (k + 2);
        }
        return 0.5 + Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
    }

    @ParameterizedTest
    @CsvSource({"128, 6", "300, 29", "1, 3"})
    void normEqualsTheLoops(int width, int rows) {
        float[] x = normal(width * rows);
        float[] weight = normal(width);
        float[] bias = normal(width);
        var expected = new float[x.length];
        for (int row = 0; row < rows; row++) {
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += (double) x[row * width + i] / width;
            }
            double variance = 0;
            for (int i = 0; i < width; i++) {
                double distance = x[row * width + i] - mean;
                variance += distance * distance / width;
            }
            for (int i = 0; i < width; i++) {
                double value =
                        (x[row * width + i] - mean) / Math.sqrt(variance + FusedStep.EPSILON);
                expected[row * width + i] = (float) (value * weight[i] + bias[i]);
            }
        }
        assertClose(
                FusedStep.run(
                        x,
                        width,
                        step -> step.norm(weight, bias).linear(same(width), width, none())),
                expected);
    }

    /// Rows of zeros have no scale.
    @Test
    void zerosStayZeros() {
        float[] found =
                FusedStep.run(
                        new float[256], 128, step -> step.linear(normal(128 * 70), 70, none()));
        assertThat(found).containsOnly(0f);
    }

    @Test
    void whatElseIsInTheTensorChangesNoRow() {
        int columns = 200;
        int outputs = 90;
        float[] w = normal(columns * outputs);
        float[] x = normal(columns * 113);
        float[] together = FusedStep.run(x, columns, step -> step.linear(w, outputs, none()));
        for (int row : new int[] {0, 23, 24, 95, 96, 112}) {
            float[] one = Arrays.copyOfRange(x, row * columns, (row + 1) * columns);
            assertThat(FusedStep.run(one, columns, step -> step.linear(w, outputs, none())))
                    .isEqualTo(Arrays.copyOfRange(together, row * outputs, (row + 1) * outputs));
        }
    }

    @Test
    void aGraphIsComputedAgain() {
        float[] x = normal(256 * 120);
        float[] w = normal(256 * 200);
        try (var backend = Backend.open(Device.cpu(), THREADS);
                var ops = TensorContext.open(16);
                var memory = GraphMemory.open(Device.cpu().bufferType())) {
            var step = new FusedStep(ops, x, 256);
            Tensor out = step.linear(w, 200, none()).tensor().asOutput();
            var graph = Graph.of(ops, out);
            memory.allocate(graph);
            step.setInputs();
            backend.compute(graph);
            float[] first = out.toFloats();
            step.setInputs();
            backend.compute(graph);
            assertThat(out.toFloats()).isEqualTo(first);
        }
    }

    @Test
    void operandsThatDoNotFitAreRefused() {
        try (var ops = TensorContext.open(16)) {
            var kernels = new FusedKernels(ops);
            Tensor x = ops.newTensor(TensorType.F32, Shape.of(300, 4));
            Tensor rows = kernels.quantize(x);
            Tensor weight = ops.newTensor(TensorType.I8, FusedKernels.packedShape(128, 64));
            Tensor bias = ops.newTensor(TensorType.F32, Shape.of(64));
            assertThatThrownBy(() -> kernels.linear(weight, 64, rows, none(), none()))
                    .hasMessageContaining("linear cannot take");
            assertThatThrownBy(() -> kernels.linear(weight, 65, rows, none(), none()))
                    .hasMessageContaining("linear cannot take");
            assertThatThrownBy(() -> kernels.linearGelu(weight, x, bias))
                    .hasMessageContaining("linearGelu cannot take");
            assertThatThrownBy(() -> kernels.norm(x, bias, bias, FusedStep.EPSILON))
                    .hasMessageContaining("norm cannot take");
            assertThatThrownBy(() -> kernels.quantize(rows))
                    .hasMessageContaining("quantize cannot take");
            assertThatThrownBy(() -> kernels.attention(x, x, rows))
                    .hasMessageContaining("attention cannot take");
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment small = arena.allocate(16);
            assertThatThrownBy(() -> FusedKernels.pack(small, 64, 128, small))
                    .hasMessageContaining("a matrix of 128x64 does not fit 16 bytes");
        }
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    /// The matrix that changes nothing.
    private static float[] same(int size) {
        var matrix = new float[size * size];
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = 1;
        }
        return matrix;
    }

    private static float[] product(float[] x, float[] w, float[] bias, int columns) {
        int rows = x.length / columns;
        int outputs = bias.length;
        var result = new float[rows * outputs];
        for (int row = 0; row < rows; row++) {
            for (int output = 0; output < outputs; output++) {
                double sum = bias[output];
                for (int i = 0; i < columns; i++) {
                    sum += (double) x[row * columns + i] * w[output * columns + i];
                }
                result[row * outputs + output] = (float) sum;
            }
        }
        return result;
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double error = 0;
        double square = 0;
        for (int i = 0; i < found.length; i++) {
            error += Math.pow((double) found[i] - expected[i], 2);
            square += Math.pow(expected[i], 2);
        }
        assertThat(error / square).isLessThan(MOST_NMSE);
    }

    private float[] normal(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
