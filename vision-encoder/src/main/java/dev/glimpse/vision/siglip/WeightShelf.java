package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ggml.BufferType;
import dev.glimpse.bindings.ggml.PromisedMemory;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorBuffer;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.siglip.WeightPlacement.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Hands out a model's weights by name and shape, first as descriptions, then filled.
///
/// In three steps: [SiglipWeights#take] asks for each weight; [#requireComplete] reports all that
/// are missing or misshapen at once; [#fill] allocates and reads them. Between the last two
/// [#bytes] says how much memory it will take. Owns the weights.
final class WeightShelf implements AutoCloseable {
    private static final MatrixForm FLOATS = new MatrixForm.Rows(TensorType.F32);

    private final GgufFile file;
    private final WeightPlacement placement;
    private final Map<String, TensorContext> contexts = new LinkedHashMap<>();
    private final Map<String, BufferType> memories = new LinkedHashMap<>();
    private final List<TensorBuffer> buffers = new ArrayList<>();
    private final List<WeightReader.Order> orders = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @MustBeClosed
    WeightShelf(GgufFile file, WeightPlacement placement) {
        this.file = file;
        this.placement = placement;
    }

    /// `name.weight` and `name.bias`.
    Linear linear(String name, int in, int out) {
        return linear(name, Axis.of(in), Axis.of(out));
    }

    Linear linear(String name, Axis in, Axis out) {
        return new Linear(matrix(name + ".weight", in, out), vector(name + ".bias", out));
    }

    /// A layer whose weight stays in floats.
    Linear exactLinear(String name, Axis in, Axis out) {
        var weight = new Matrix(floats(name + ".weight", in, out), out.length());
        return new Linear(weight, vector(name + ".bias", out));
    }

    LayerNorm layerNorm(String name, int width) {
        return new LayerNorm(
                vector(name + ".weight", Axis.of(width)), vector(name + ".bias", Axis.of(width)));
    }

    /// A matrix [in, out] of the precision and in the memory that suit it.
    Matrix matrix(String name, Axis in, Axis out) {
        TensorInfo info = find(name, in.stored(), out.stored());
        MatrixForm form = placement.formOf(info.type(), in.length());
        Memory memory = placement.memoryOf(form, in.length(), out.length());
        return new Matrix(order(new StoredMatrix(info, form, in, out), memory), out.length());
    }

    /// A matrix [columns, rows] of floats.
    Tensor floats(String name, Axis columns, Axis rows) {
        TensorInfo info = find(name, columns.stored(), rows.stored());
        var matrix = new StoredMatrix(info, FLOATS, columns, rows);
        return order(matrix, placement.plain());
    }

    /// A table [width, side * side] whose rows are looked up, as the file stores it.
    Tensor table(String name, int width, int side) {
        TensorInfo info = find(name, width, side * side);
        var asStored = new MatrixForm.Rows(info.type());
        var matrix = new StoredMatrix(info, asStored, Axis.of(width), Axis.of(side * side));
        return order(matrix, placement.plain());
    }

    /// An axis that is multiplied and summed over, and whose other side may be padded too.
    Axis paddedAxis(int length) {
        return Axis.paddedTo(length, placement.rowUnit());
    }

    /// The axis of queries and keys, one group a head.
    Axis headAxis(int heads, int headSize) {
        int unit = placement.attention().headUnit();
        return new Axis(heads, headSize, Math.ceilDiv(headSize, unit) * unit);
    }

    GgufFile file() {
        return file;
    }

    WeightPlacement placement() {
        return placement;
    }

    /// The name under which the file has a weight, of two that exporters gave it.
    ///
    /// @return the usual one if it is under neither
    String present(String usual, String old) {
        boolean isOld = file.tensor(usual).isEmpty() && file.tensor(usual + ".weight").isEmpty();
        return isOld && (file.tensor(old).isPresent() || file.tensor(old + ".weight").isPresent())
                ? old
                : usual;
    }

    /// The columns that a tensor of the file has; 0 if it is not there.
    long columns(String name) {
        return file.tensor(name).map(tensor -> tensor.shape().getFirst()).orElse(0L);
    }

    private Tensor vector(String name, Axis axis) {
        TensorInfo info = find(name, axis.stored(), 1);
        return order(new StoredMatrix(info, FLOATS, axis, Axis.of(1)), placement.plain());
    }

    /// The tensor of the file; where it does not fit, the problem is noted and something of the
    /// right shape stands in until [#requireComplete].
    private TensorInfo find(String name, int columns, int rows) {
        var expected =
                new TensorInfo(name, TensorType.F32, List.of((long) columns, (long) rows), 0, 0);
        TensorInfo found = file.tensor(name).orElse(null);
        if (found == null) {
            problems.add(name + " is missing; expected " + columns + "x" + rows);
            return expected;
        }
        // A patch's weights come as [side, side, 3, out]: the same numbers as [values, out].
        boolean fits =
                found.elements() == expected.elements()
                        && (rows == 1 || found.shape().getLast() == rows);
        if (!fits) {
            problems.add(name + " is " + found.shapeText() + "; expected " + columns + "x" + rows);
            return expected;
        }
        if (!placement.reads(found.type())) {
            problems.add(name + " is of type " + found.type() + ", which is no weight's");
            return expected;
        }
        return found;
    }

    @SuppressWarnings("MustBeClosed") // the shelf owns the contexts
    private Tensor order(StoredMatrix matrix, Memory memory) {
        memories.putIfAbsent(memory.label(), memory.type());
        TensorContext context =
                contexts.computeIfAbsent(
                        memory.label(), _ -> TensorContext.open(2 * file.tensors().size() + 64));
        Tensor tensor = context.newTensor(matrix.form().type(), matrix.shape());
        orders.add(new WeightReader.Order(matrix, tensor.named(shortened(matrix.source().name()))));
        return tensor;
    }

    private TensorContext context(String memory) {
        return Objects.requireNonNull(contexts.get(memory));
    }

    /// ggml keeps 63 characters.
    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }

    /// Reports all problems at once.
    ///
    /// @throws EncoderException with all weights that are missing or of another shape
    void requireComplete() {
        if (!problems.isEmpty()) {
            throw new EncoderException(
                    file.path()
                            + " does not fit the shape in its metadata, "
                            + problems.size()
                            + " tensors: "
                            + String.join("; ", problems));
        }
    }

    /// Bytes that all weights take, by the memory they lie in.
    Map<String, Long> bytes() {
        var bytes = new LinkedHashMap<String, Long>();
        memories.forEach((name, memory) -> bytes.put(name, memory.bytesFor(context(name))));
        return bytes;
    }

    /// Treats all weights as allocated while `work` measures graphs over them.
    @SuppressWarnings("MustBeClosed") // closed below
    <T> T whilePromised(Supplier<T> work) {
        var promises = new ArrayList<PromisedMemory>();
        try {
            memories.forEach((name, memory) -> promises.add(memory.promise(context(name))));
            return work.get();
        } finally {
            promises.forEach(PromisedMemory::close);
        }
    }

    /// Allocates all weights and reads them from the file.
    @SuppressWarnings("MustBeClosed") // the shelf owns the buffers
    void fill() {
        memories.forEach((name, memory) -> buffers.add(memory.allocate(context(name))));
        new WeightReader(file).read(orders);
        orders.clear();
    }

    @Override
    public void close() {
        buffers.forEach(TensorBuffer::close);
        contexts.values().forEach(TensorContext::close);
    }
}
