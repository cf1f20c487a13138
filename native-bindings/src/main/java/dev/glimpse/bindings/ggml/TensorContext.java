package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_init_params;
import dev.glimpse.bindings.ffi.ggml_tensor;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Descriptions of tensors and of operations on them: `ggml_context` without numbers. Confined to
/// one thread at a time.
///
/// Operations record what shall be computed; a [Graph] over their results computes it.
public final class TensorContext extends NativeHandle {
    private final int capacity;
    private int tensors;

    private TensorContext(int capacity, MemorySegment address) {
        super("tensor context", address);
        this.capacity = capacity;
    }

    /// A context for so many tensors, results of operations and views among them.
    @MustBeClosed
    public static TensorContext open(int capacity) {
        NativeLibraries.load();
        try (var arena = Arena.ofConfined()) {
            MemorySegment params = ggml_init_params.allocate(arena);
            long bytes =
                    Llama.ggml_tensor_overhead() * capacity
                            + Llama.ggml_graph_overhead_custom(capacity, false);
            ggml_init_params.mem_size(params, bytes);
            ggml_init_params.mem_buffer(params, MemorySegment.NULL);
            ggml_init_params.no_alloc(params, true);
            MemorySegment context = Llama.ggml_init(params);
            if (context.equals(MemorySegment.NULL)) {
                throw new NativeCallException(
                        "no memory for a context of " + capacity + " tensors");
            }
            return new TensorContext(capacity, context);
        }
    }

    /// A tensor without memory: an input or a weight.
    public Tensor newTensor(TensorType type, Shape shape) {
        if (shape.ne0() % type.blockElements() != 0) {
            throw new IllegalArgumentException(
                    "rows of "
                            + shape.ne0()
                            + " as "
                            + type
                            + ", which stores "
                            + type.blockElements()
                            + " together");
        }
        count();
        try (var arena = Arena.ofConfined()) {
            MemorySegment extents =
                    arena.allocateFrom(
                            ValueLayout.JAVA_LONG,
                            shape.ne0(),
                            shape.ne1(),
                            shape.ne2(),
                            shape.ne3());
            return new Tensor(this, Llama.ggml_new_tensor(address(), type.code(), 4, extents));
        }
    }

    // Products and sums ------------------------------------------------------------------------

    /// `weight` [k, n] times `input` [k, m] is [n, m] in F32; further dimensions of `weight`
    /// repeat.
    public Tensor mulMat(Tensor weight, Tensor input) {
        Shape w = weight.shape();
        Shape x = input.shape();
        require(
                w.ne0() == x.ne0() && x.ne2() % w.ne2() == 0 && x.ne3() % w.ne3() == 0,
                "mulMat",
                weight,
                input);
        require(!weight.isTransposed() && input.type() == TensorType.F32, "mulMat", weight, input);
        return result(Llama.ggml_mul_mat(address(), weight.nativeTensor(), input.nativeTensor()));
    }

    /// The sum; `b` is repeated to the shape of `a`.
    public Tensor add(Tensor a, Tensor b) {
        require(b.shape().repeatsTo(a.shape()) && isF32(a, b), "add", a, b);
        return result(Llama.ggml_add(address(), a.nativeTensor(), b.nativeTensor()));
    }

    /// The product number by number; `b` is repeated to the shape of `a`.
    public Tensor mul(Tensor a, Tensor b) {
        require(b.shape().repeatsTo(a.shape()) && isF32(a, b), "mul", a, b);
        return result(Llama.ggml_mul(address(), a.nativeTensor(), b.nativeTensor()));
    }

    /// Each number times `factor`.
    public Tensor scale(Tensor a, float factor) {
        require(isF32(a) && a.isContiguous(), "scale", a);
        return result(Llama.ggml_scale(address(), a.nativeTensor(), factor));
    }

    // Functions --------------------------------------------------------------------------------

    /// Rows shifted and scaled to mean 0 and variance 1.
    public Tensor norm(Tensor a, float epsilon) {
        require(isF32(a) && epsilon >= 0, "norm", a);
        return result(Llama.ggml_norm(address(), a.nativeTensor(), epsilon));
    }

    /// Rows scaled to a mean square of 1.
    public Tensor rmsNorm(Tensor a, float epsilon) {
        require(isF32(a) && epsilon >= 0, "rmsNorm", a);
        return result(Llama.ggml_rms_norm(address(), a.nativeTensor(), epsilon));
    }

    /// GELU in its tanh form.
    public Tensor gelu(Tensor a) {
        require(isF32(a) && a.isContiguous(), "gelu", a);
        return result(Llama.ggml_gelu(address(), a.nativeTensor()));
    }

    /// GELU in its exact form.
    public Tensor geluErf(Tensor a) {
        require(isF32(a) && a.isContiguous(), "geluErf", a);
        return result(Llama.ggml_gelu_erf(address(), a.nativeTensor()));
    }

    /// SiLU.
    public Tensor silu(Tensor a) {
        require(isF32(a) && a.isContiguous(), "silu", a);
        return result(Llama.ggml_silu(address(), a.nativeTensor()));
    }

    /// Softmax over rows of `a * scale`.
    public Tensor softMax(Tensor a, float scale) {
        require(isF32(a) && a.isContiguous(), "softMax", a);
        return result(
                Llama.ggml_soft_max_ext(address(), a.nativeTensor(), MemorySegment.NULL, scale, 0));
    }

    /// Softmax over rows of `a * scale + mask`; the mask [columns, rows] is repeated over heads.
    public Tensor softMax(Tensor a, Tensor mask, float scale) {
        require(isF32(a, mask) && a.isContiguous() && mask.isContiguous(), "softMax", a, mask);
        Shape m = mask.shape();
        Shape x = a.shape();
        require(
                m.ne0() == x.ne0()
                        && m.ne1() >= x.ne1()
                        && x.ne2() % m.ne2() == 0
                        && x.ne3() % m.ne3() == 0,
                "softMax",
                a,
                mask);
        return result(
                Llama.ggml_soft_max_ext(
                        address(), a.nativeTensor(), mask.nativeTensor(), scale, 0));
    }

    /// Fused attention: `q`, `k` and `v` are [head size, rows, heads, batch]; the result is [head
    /// size, heads, rows, batch].
    public Tensor flashAttention(Tensor q, Tensor k, Tensor v, float scale) {
        require(
                q.shape().ne0() == k.shape().ne0()
                        && k.shape().ne1() == v.shape().ne1()
                        && q.shape().ne2() % k.shape().ne2() == 0
                        && q.shape().ne3() == k.shape().ne3()
                        && q.shape().ne3() == v.shape().ne3(),
                "flashAttention",
                q,
                k,
                v);
        return result(
                Llama.ggml_flash_attn_ext(
                        address(),
                        q.nativeTensor(),
                        k.nativeTensor(),
                        v.nativeTensor(),
                        MemorySegment.NULL,
                        scale,
                        0,
                        0));
    }

    // Shapes -----------------------------------------------------------------------------------

    /// The same numbers in another shape.
    public Tensor reshape(Tensor a, Shape shape) {
        require(
                a.isContiguous() && a.shape().elements() == shape.elements(),
                "reshape to " + shape,
                a);
        return result(
                Llama.ggml_reshape_4d(
                        address(),
                        a.nativeTensor(),
                        shape.ne0(),
                        shape.ne1(),
                        shape.ne2(),
                        shape.ne3()));
    }

    /// Dimension `i` becomes dimension `axes[i]`; a view.
    public Tensor permute(Tensor a, int axis0, int axis1, int axis2, int axis3) {
        int seen = 1 << axis0 | 1 << axis1 | 1 << axis2 | 1 << axis3;
        require(seen == 0b1111, "permute", a);
        return result(Llama.ggml_permute(address(), a.nativeTensor(), axis0, axis1, axis2, axis3));
    }

    /// A part of a tensor: from `offset` bytes on, with strides of `from`; a view.
    public Tensor view(Tensor from, Shape shape, long offset) {
        long end =
                offset
                        + (shape.ne3() - 1) * from.stride(3)
                        + (shape.ne2() - 1) * from.stride(2)
                        + (shape.ne1() - 1) * from.stride(1)
                        + shape.ne0() / from.type().blockElements() * from.type().blockBytes();
        require(offset >= 0 && end <= from.bytes(), "view of " + shape + " at " + offset, from);
        return result(
                Llama.ggml_view_4d(
                        address(),
                        from.nativeTensor(),
                        shape.ne0(),
                        shape.ne1(),
                        shape.ne2(),
                        shape.ne3(),
                        from.stride(1),
                        from.stride(2),
                        from.stride(3),
                        offset));
    }

    /// A copy in order.
    public Tensor contiguous(Tensor a) {
        return result(Llama.ggml_cont(address(), a.nativeTensor()));
    }

    /// A copy of another type.
    public Tensor cast(Tensor a, TensorType type) {
        require(!type.isQuantized() || a.isContiguous(), "cast to " + type, a);
        return result(Llama.ggml_cast(address(), a.nativeTensor(), type.code()));
    }

    /// Rows of `table` chosen by `rows`, an I32 vector.
    public Tensor getRows(Tensor table, Tensor rows) {
        require(
                rows.type() == TensorType.I32
                        && table.shape().ne2() == rows.shape().ne1()
                        && rows.shape().ne3() == 1,
                "getRows",
                table,
                rows);
        return result(Llama.ggml_get_rows(address(), table.nativeTensor(), rows.nativeTensor()));
    }

    /// `a` and `b` one after the other along `dimension`.
    public Tensor concat(Tensor a, Tensor b, int dimension) {
        require(dimension >= 0 && dimension < 4 && a.type() == b.type(), "concat", a, b);
        for (int other = 0; other < 4; other++) {
            require(other == dimension || extent(a, other) == extent(b, other), "concat", a, b);
        }
        return result(Llama.ggml_concat(address(), a.nativeTensor(), b.nativeTensor(), dimension));
    }

    /// Zeros behind the rows' ends and behind the last row of each matrix.
    ///
    /// @param columns how many more of them; likewise `rows`
    public Tensor pad(Tensor a, int columns, int rows) {
        require(columns >= 0 && rows >= 0 && isF32(a) && a.isContiguous(), "pad", a);
        return result(Llama.ggml_pad(address(), a.nativeTensor(), columns, rows, 0, 0));
    }

    /// Repeats `a` to `shape`.
    public Tensor repeat(Tensor a, Shape shape) {
        require(a.shape().repeatsTo(shape), "repeat to " + shape, a);
        return result(
                Llama.ggml_repeat_4d(
                        address(),
                        a.nativeTensor(),
                        shape.ne0(),
                        shape.ne1(),
                        shape.ne2(),
                        shape.ne3()));
    }

    private static long extent(Tensor tensor, int dimension) {
        return switch (dimension) {
            case 0 -> tensor.shape().ne0();
            case 1 -> tensor.shape().ne1();
            case 2 -> tensor.shape().ne2();
            default -> tensor.shape().ne3();
        };
    }

    private static boolean isF32(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.type() != TensorType.F32) {
                return false;
            }
        }
        return true;
    }

    private void require(boolean holds, String operation, Tensor... operands) {
        requireOperands(holds, operation, operands);
    }

    /// Refuses operands that an operation cannot take.
    void requireOperands(boolean holds, String operation, Tensor... operands) {
        for (Tensor operand : operands) {
            operand.context().requireOpen();
        }
        if (!holds) {
            throw new IllegalArgumentException(operation + " cannot take " + List.of(operands));
        }
    }

    /// Counts a tensor that was made in this context.
    Tensor result(MemorySegment tensor) {
        count();
        return new Tensor(this, tensor);
    }

    private void count() {
        if (tensors == capacity) {
            throw new IllegalStateException("the context is full with " + capacity + " tensors");
        }
        tensors++;
    }

    void requireOpen() {
        var _ = address();
    }

    MemorySegment nativeContext() {
        return address();
    }

    /// Sets the buffer of every tensor without memory of its own.
    void pointTo(MemorySegment buffer) {
        MemorySegment tensor = Llama.ggml_get_first_tensor(address());
        while (!tensor.equals(MemorySegment.NULL)) {
            ggml_tensor.buffer(tensor.reinterpret(ggml_tensor.sizeof()), buffer);
            tensor = Llama.ggml_get_next_tensor(address(), tensor);
        }
    }

    int capacity() {
        return capacity;
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.ggml_free(address);
    }
}
