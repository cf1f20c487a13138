package dev.glimpse.vision.mtmd;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.vision.fault.EncoderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Compares an mmproj file's tensors with what graphs expect. libmtmd takes shapes and types as
/// they are; a wrong one trips an assertion while an image is encoded, or reads beyond a tensor.
final class MmprojTensors {
    /// What libmtmd's first step, a convolution, takes.
    private static final Set<TensorType> KERNELS =
            Set.of(TensorType.F32, TensorType.F16, TensorType.BF16);

    private final GgufFile file;

    MmprojTensors(GgufFile file) {
        this.file = file;
    }

    /// Rules for every tensor of every family: biases and norms are F32, everything else of a type
    /// that can be multiplied by, and a bias is as long as its weight has rows.
    void generalRules() {
        for (TensorInfo tensor : file.tensors()) {
            String name = tensor.name();
            boolean addedOrScaled =
                    name.endsWith(".bias") || (name.endsWith(".weight") && extents(tensor) == 1);
            if (addedOrScaled && tensor.type() != TensorType.F32) {
                throw fault(name + " of type " + tensor.type() + "; biases and norms are F32");
            }
            if (!tensor.type().isMultiplicand() && extents(tensor) > 1) {
                throw fault(name + " of type " + tensor.type() + ", which weights cannot have");
            }
            if (name.endsWith(".bias")) {
                biasFitsWeight(tensor);
            }
        }
    }

    private void biasFitsWeight(TensorInfo bias) {
        String weightName = bias.name().substring(0, bias.name().length() - 4) + "weight";
        file.tensor(weightName)
                .filter(weight -> weight.shape().size() <= 2 && extents(bias) == 1)
                .filter(weight -> weight.shape().getLast() != bias.elements())
                .filter(weight -> trimmed(weight).getLast() != bias.elements())
                .ifPresent(weight -> {
                    throw fault(
                            bias.name()
                                    + " of "
                                    + bias.shapeText()
                                    + ", but "
                                    + weightName
                                    + " of "
                                    + weight.shapeText());
                });
    }

    /// A weight that multiplies rows of `in` numbers to rows of `out`.
    void matrix(String name, long in, long out) {
        expect(name, required(name), in, out);
    }

    /// A weight and, if it is there, its bias.
    void linear(String name, long in, long out) {
        matrix(name + ".weight", in, out);
        optional(name + ".bias", out);
    }

    /// A norm: a weight and, if it is there, a bias.
    void norm(String name, long width) {
        expect(name + ".weight", required(name + ".weight"), width);
        optional(name + ".bias", width);
    }

    /// A norm that may be left out.
    void optionalNorm(String name, long width) {
        optional(name + ".weight", width);
        optional(name + ".bias", width);
    }

    /// A tensor that may be left out.
    void optional(String name, long... shape) {
        file.tensor(name).ifPresent(tensor -> expect(name, tensor, shape));
    }

    /// F32 numbers of a shape.
    void floats(String name, long... shape) {
        TensorInfo tensor = required(name);
        expect(name, tensor, shape);
        if (tensor.type() != TensorType.F32) {
            throw fault(name + " of type " + tensor.type() + "; expected F32");
        }
    }

    /// The convolution that makes patches.
    void patchKernel(String name, long patch, long width) {
        TensorInfo kernel = required(name);
        expect(name, kernel, patch, patch, 3, width);
        if (!KERNELS.contains(kernel.type())) {
            throw fault(name + " of type " + kernel.type() + "; allowed: " + KERNELS);
        }
    }

    /// A table of at least `rows` rows.
    void table(String name, long width, long rows) {
        TensorInfo table = required(name);
        if (extents(table) != 2
                || table.shape().getFirst() != width
                || table.shape().get(1) < rows) {
            throw fault(
                    name
                            + " of "
                            + table.shapeText()
                            + "; expected "
                            + width
                            + " by at least "
                            + rows);
        }
    }

    boolean has(String name) {
        return file.tensor(name).isPresent();
    }

    TensorInfo required(String name) {
        return file.tensor(name).orElseThrow(() -> fault("no tensor " + name));
    }

    private void expect(String name, TensorInfo tensor, long... shape) {
        var expected = new ArrayList<Long>();
        Arrays.stream(shape).forEach(expected::add);
        if (!trimmed(tensor).equals(trimmed(expected))) {
            throw fault(
                    name
                            + " of "
                            + tensor.shapeText()
                            + "; expected "
                            + new TensorInfo(name, tensor.type(), expected, 0, 0).shapeText()
                            + " by its metadata");
        }
    }

    private static int extents(TensorInfo tensor) {
        return trimmed(tensor).size();
    }

    private static List<Long> trimmed(TensorInfo tensor) {
        return trimmed(tensor.shape());
    }

    /// A shape without the ones at its end, which ggml adds and drops.
    private static List<Long> trimmed(List<Long> shape) {
        int size = shape.size();
        while (size > 1 && shape.get(size - 1) == 1) {
            size--;
        }
        return shape.subList(0, size);
    }

    private EncoderException fault(String what) {
        return new EncoderException(
                file.path()
                        + " has "
                        + what
                        + "; it is damaged or was made for another version, get it again");
    }
}
