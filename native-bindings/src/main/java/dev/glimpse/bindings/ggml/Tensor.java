package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_tensor;
import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A tensor of a [TensorContext]: `ggml_tensor`. A view that dies with its context; it never enters
/// a field, queue or event outside the owner of the context.
public final class Tensor {
    private static final int MAX_NAME = Llama.GGML_MAX_NAME() - 1;

    private final TensorContext context;
    private final MemorySegment tensor;
    private final TensorType type;
    private final Shape shape;

    Tensor(TensorContext context, MemorySegment tensor) {
        this.context = context;
        this.tensor = tensor.reinterpret(ggml_tensor.sizeof());
        type = TensorType.ofCode(ggml_tensor.type(this.tensor)).orElseThrow();
        shape =
                new Shape(
                        ggml_tensor.ne(this.tensor, 0),
                        ggml_tensor.ne(this.tensor, 1),
                        ggml_tensor.ne(this.tensor, 2),
                        ggml_tensor.ne(this.tensor, 3));
    }

    public TensorType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /// Bytes from one element of a dimension to the next.
    public long stride(int dimension) {
        return ggml_tensor.nb(nativeTensor(), dimension);
    }

    /// Whether the numbers are one run of memory in order.
    public boolean isContiguous() {
        return Llama.ggml_is_contiguous(nativeTensor());
    }

    /// Whether columns come before rows in memory, as a transposed view has it.
    boolean isTransposed() {
        return stride(0) > stride(1);
    }

    /// Bytes from the first to behind the last number.
    public long bytes() {
        return Llama.ggml_nbytes(nativeTensor());
    }

    /// Names this tensor, so that two implementations can be compared layer by layer.
    public Tensor named(String name) {
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "tensor name " + name + "; at most " + MAX_NAME + " characters are kept");
        }
        try (var arena = Arena.ofConfined()) {
            Llama.ggml_set_name(nativeTensor(), arena.allocateFrom(name));
        }
        return this;
    }

    /// The name, empty if there is none.
    public String name() {
        return ggml_tensor.name(nativeTensor()).getString(0);
    }

    /// Keeps room for values that are set before computing.
    public Tensor asInput() {
        Llama.ggml_set_input(nativeTensor());
        return this;
    }

    /// Keeps the values after computing.
    public Tensor asOutput() {
        Llama.ggml_set_output(nativeTensor());
        return this;
    }

    /// Writes floats to an [TensorType#F32] tensor.
    public void set(float[] values) {
        require(
                type == TensorType.F32 && values.length == shape.elements(),
                values.length + " floats");
        try (var arena = Arena.ofConfined()) {
            set(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
        }
    }

    /// Writes whole numbers to an [TensorType#I32] tensor.
    public void set(int[] values) {
        require(
                type == TensorType.I32 && values.length == shape.elements(),
                values.length + " ints");
        try (var arena = Arena.ofConfined()) {
            set(arena.allocateFrom(ValueLayout.JAVA_INT, values));
        }
    }

    /// Writes the tensor's bytes as they are stored, all at once: memory that rearranges weights
    /// does so now.
    public void set(MemorySegment bytes) {
        requireAllocated();
        require(bytes.byteSize() == bytes(), bytes.byteSize() + " bytes");
        Llama.ggml_backend_tensor_set(nativeTensor(), bytes, 0, bytes.byteSize());
    }

    /// Reads an [TensorType#F32] tensor.
    public float[] toFloats() {
        requireAllocated();
        require(type == TensorType.F32 && isContiguous(), "reading floats");
        try (var arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, shape.elements());
            Llama.ggml_backend_tensor_get(nativeTensor(), values, 0, values.byteSize());
            return values.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private void requireAllocated() {
        boolean allocated =
                !ggml_tensor.buffer(nativeTensor()).equals(MemorySegment.NULL)
                        || !ggml_tensor.view_src(nativeTensor()).equals(MemorySegment.NULL);
        if (!allocated) {
            throw new IllegalStateException(this + " has no memory yet");
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " do not fit " + this);
        }
    }

    TensorContext context() {
        return context;
    }

    MemorySegment nativeTensor() {
        context.requireOpen();
        return tensor;
    }

    @Override
    public String toString() {
        return "tensor " + name() + " " + type + " " + shape;
    }
}
