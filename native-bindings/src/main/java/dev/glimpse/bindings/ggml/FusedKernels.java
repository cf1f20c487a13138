package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Operations of our own for a [TensorContext], for graphs on the processor: linear layers on rows
/// and weights of small whole numbers, with what comes before and after them, and attention.
/// `kernels.h` describes them, and which processors have which.
///
/// *Packed rows* are made by [#quantize], [#norm] and [#linearGelu] and read by linear layers: an
/// I8 tensor whose rows hold 8 bits a number (AVX-512 with VNNI) or 14 bits in 16 (AVX2), and a
/// scale for each [#GROUP] numbers. What else is in a tensor never changes a row's result.
public final class FusedKernels {
    /// Numbers that share a scale.
    public static final int GROUP = 128;

    /// Most numbers in a head of attention.
    public static final int MAX_HEAD = 256;

    private static final int ALL_THREADS = -1;

    private final TensorContext context;

    /// Draws into a context; as long-lived as that.
    public FusedKernels(TensorContext context) {
        this.context = context;
    }

    /// Whether this processor has linear layers on packed rows.
    public static boolean haveLinear() {
        return Operation.LINEAR.isHere() && Operation.NORM.isHere();
    }

    /// Whether this processor has attention.
    public static boolean haveAttention() {
        return Operation.ATTENTION.isHere();
    }

    /// Whether its attention multiplies 32-bit floats.
    public static boolean haveExactAttention() {
        return Operation.ATTENTION_F32.isHere();
    }

    /// Bits a number takes in packed rows: 8 (values of 8 bits) or 16 (values of 14 bits).
    public static int rowBits() {
        NativeLibraries.load();
        return Math.toIntExact(rowBytes(GROUP) * Byte.SIZE / GROUP);
    }

    /// The shape of a packed matrix, an I8 tensor.
    ///
    /// @param columns numbers that are multiplied and summed over
    /// @param rows results
    public static Shape packedShape(int columns, int rows) {
        NativeLibraries.load();
        return Shape.of(
                Llama.glimpse_panel_bytes(columns),
                Math.ceilDiv((long) rows, Llama.glimpse_panel_rows()));
    }

    /// Rounds a matrix of floats, to 8 bits (AVX-512 with VNNI) or 12 (AVX2), and packs it.
    ///
    /// @param matrix `rows` rows of `columns` floats
    /// @param packed room for [#packedShape]
    public static void pack(MemorySegment matrix, int rows, int columns, MemorySegment packed) {
        boolean fits =
                matrix.isNative()
                        && packed.isNative()
                        && matrix.byteSize() == (long) rows * columns * Float.BYTES
                        && packed.byteSize() == packedShape(columns, rows).elements();
        if (!fits) {
            throw new IllegalArgumentException(
                    "a matrix of "
                            + columns
                            + "x"
                            + rows
                            + " does not fit "
                            + matrix.byteSize()
                            + " bytes of floats and "
                            + packed.byteSize()
                            + " packed");
        }
        Llama.glimpse_pack(matrix, rows, columns, packed);
    }

    /// [n, rows] rounded to packed rows.
    public Tensor quantize(Tensor x) {
        require(isFloats(x), "quantize", x);
        return draw(Operation.QUANTIZE, TensorType.I8, rowsLike(x), MemorySegment.NULL, x);
    }

    /// Layer norm: [n, rows] shifted and scaled to mean 0 and variance 1, times `weight` plus
    /// `bias`, as packed rows.
    public Tensor norm(Tensor x, Tensor weight, Tensor bias, float epsilon) {
        long n = x.shape().ne0();
        require(isFloats(x) && epsilon >= 0, "norm", x);
        require(isVector(weight, n) && isVector(bias, n), "norm", weight, bias);
        MemorySegment bits =
                MemorySegment.ofAddress(Integer.toUnsignedLong(Float.floatToRawIntBits(epsilon)));
        return draw(Operation.NORM, TensorType.I8, rowsLike(x), bits, x, weight, bias);
    }

    /// A linear layer: packed rows of [in, rows] to floats [out, rows].
    ///
    /// @param weight packed
    /// @param outputs rows of the matrix before it was packed
    /// @param bias of all outputs, if there is one
    /// @param added floats [out, rows] to add to the result, if any
    public Tensor linear(
            Tensor weight,
            int outputs,
            Tensor rows,
            Optional<Tensor> bias,
            Optional<Tensor> added) {
        requireProduct("linear", weight, outputs, rows);
        Shape s = rows.shape();
        var result = new Shape(outputs, s.ne1(), s.ne2(), s.ne3());
        bias.ifPresent(b -> require(isVector(b, outputs), "linear", b));
        added.ifPresent(a ->
                require(
                        isFloats(a)
                                && a.shape().ne0() == outputs
                                && a.shape().elements() == result.elements(),
                        "linear",
                        a));
        return draw(
                Operation.LINEAR,
                TensorType.F32,
                result,
                MemorySegment.NULL,
                weight,
                rows,
                bias.orElse(null),
                added.orElse(null));
    }

    /// A linear layer with a bias, and GELU in its tanh form: packed rows of [in, rows] to packed
    /// rows of [out, rows].
    ///
    /// @param weight packed
    public Tensor linearGelu(Tensor weight, Tensor rows, Tensor bias) {
        return linearGelu(Operation.LINEAR_GELU, weight, rows, bias);
    }

    /// The same with GELU as it is defined, by the error function.
    ///
    /// @param weight packed
    public Tensor linearGeluErf(Tensor weight, Tensor rows, Tensor bias) {
        return linearGelu(Operation.LINEAR_GELU_ERF, weight, rows, bias);
    }

    private Tensor linearGelu(Operation operation, Tensor weight, Tensor rows, Tensor bias) {
        int outputs = Math.toIntExact(bias.shape().ne0());
        requireProduct("linearGelu", weight, outputs, rows);
        require(isVector(bias, outputs), "linearGelu", bias);
        Shape s = rows.shape();
        var result = new Shape(rowBytes(outputs), s.ne1(), s.ne2(), s.ne3());
        return draw(operation, TensorType.I8, result, MemorySegment.NULL, weight, rows, bias);
    }

    /// softmax(q k / sqrt(head size)) v, head by head, in products of bfloat16 (AVX-512 with BF16)
    /// or of 32-bit floats (AVX2).
    ///
    /// @param q [head size, heads, queries, sets]
    /// @param k [head size, heads, keys, sets]
    /// @param v [value size, heads, keys, sets]
    /// @return [value size * heads, queries * sets]
    public Tensor attention(Tensor q, Tensor k, Tensor v) {
        Shape query = q.shape();
        Shape key = k.shape();
        Shape value = v.shape();
        require(isFloats(q) && isFloats(k) && isFloats(v), "attention", q, k, v);
        require(
                query.ne0() == key.ne0()
                        && query.ne1() == key.ne1()
                        && query.ne3() == key.ne3()
                        && value.ne1() == key.ne1()
                        && value.ne2() == key.ne2()
                        && value.ne3() == key.ne3()
                        && Math.max(key.ne0(), value.ne0()) <= MAX_HEAD,
                "attention",
                q,
                k,
                v);
        var packedShape =
                new Shape(
                        Llama.glimpse_attention_bytes(key.ne2(), key.ne0(), value.ne0()),
                        key.ne1(),
                        key.ne3(),
                        1);
        Tensor packed =
                draw(
                        Operation.ATTENTION_PACK,
                        TensorType.I8,
                        packedShape,
                        MemorySegment.NULL,
                        k,
                        v);
        Shape result = Shape.of(value.ne0() * value.ne1(), query.ne2() * query.ne3());
        MemorySegment keys = MemorySegment.ofAddress(key.ne2());
        return draw(Operation.ATTENTION, TensorType.F32, result, keys, q, packed);
    }

    private static Shape rowsLike(Tensor x) {
        Shape s = x.shape();
        return new Shape(rowBytes(s.ne0()), s.ne1(), s.ne2(), s.ne3());
    }

    private static long rowBytes(long columns) {
        return Llama.glimpse_row_bytes(columns);
    }

    /// Rows and weights have the same number of groups; the weights have as many panels as the
    /// outputs need.
    private void requireProduct(String operation, Tensor weight, int outputs, Tensor rows) {
        long groupBytes = Llama.glimpse_panel_bytes(GROUP);
        long columns = weight.shape().ne0() / groupBytes * GROUP;
        boolean fits =
                weight.type() == TensorType.I8
                        && rows.type() == TensorType.I8
                        && rows.isContiguous()
                        && weight.shape().equals(packedShape(Math.toIntExact(columns), outputs))
                        && rows.shape().ne0() == rowBytes(columns);
        require(fits, operation, weight, rows);
    }

    private static boolean isFloats(Tensor x) {
        return x.type() == TensorType.F32 && x.isContiguous();
    }

    private static boolean isVector(Tensor x, long length) {
        return isFloats(x) && x.shape().equals(Shape.of(length));
    }

    private void require(boolean holds, String operation, Tensor... operands) {
        context.requireOperands(holds, operation, operands);
    }

    private Tensor draw(
            Operation operation,
            TensorType type,
            Shape shape,
            MemorySegment userData,
            @Nullable Tensor... operands) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment sources = arena.allocate(ValueLayout.ADDRESS, operands.length);
            for (int i = 0; i < operands.length; i++) {
                Tensor operand = operands[i];
                sources.setAtIndex(
                        ValueLayout.ADDRESS,
                        i,
                        operand == null ? MemorySegment.NULL : operand.nativeTensor());
            }
            return context.result(
                    Llama.ggml_custom_4d(
                            context.nativeContext(),
                            type.code(),
                            shape.ne0(),
                            shape.ne1(),
                            shape.ne2(),
                            shape.ne3(),
                            sources,
                            operands.length,
                            operation.function(),
                            ALL_THREADS,
                            userData));
        }
    }

    /// The native functions, by the names in `kernels.h`.
    private enum Operation {
        QUANTIZE("quantize"),
        NORM("norm"),
        LINEAR("linear"),
        LINEAR_GELU("linear_gelu"),
        LINEAR_GELU_ERF("linear_gelu_erf"),
        ATTENTION_PACK("attention_pack"),
        ATTENTION("attention"),
        ATTENTION_F32("attention_f32");

        private final String symbol;

        Operation(String symbol) {
            this.symbol = symbol;
        }

        boolean isHere() {
            return !find().equals(MemorySegment.NULL);
        }

        MemorySegment function() {
            MemorySegment function = find();
            if (function.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("this processor has no kernel for " + symbol);
            }
            return function;
        }

        private MemorySegment find() {
            NativeLibraries.load();
            try (var arena = Arena.ofConfined()) {
                return Llama.glimpse_kernel(arena.allocateFrom(symbol));
            }
        }
    }
}
