package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_tensor;
import dev.glimpse.bindings.gguf.TensorType;
import java.lang.foreign.MemorySegment;

/// A kind of memory of a device. A view of what lives as long as the process.
public final class BufferType {
    private final MemorySegment type;
    private final MemorySegment device;

    BufferType(MemorySegment type, MemorySegment device) {
        this.type = type;
        this.device = device;
    }

    /// `CPU`, `CPU_REPACK`, `AMX`, `CUDA0`.
    public String name() {
        return Llama.ggml_backend_buft_name(type).getString(0);
    }

    /// Whether Java can read and write it in place.
    public boolean isHost() {
        return Llama.ggml_backend_buft_is_host(type);
    }

    /// Whether the device multiplies by a weight of this type and shape from this memory: asked of
    /// the device with a matrix product that is never computed.
    ///
    /// @param columns length of a row; likewise `rows`
    public boolean takesWeight(TensorType weightType, long columns, long rows) {
        try (var context = TensorContext.open(4);
                var buffer = TensorBuffer.allocate(this, 0)) {
            Tensor weight = context.newTensor(weightType, Shape.of(columns, rows));
            Tensor input = context.newTensor(TensorType.F32, Shape.of(columns, 512));
            Tensor product = context.mulMat(weight, input);
            ggml_tensor.buffer(weight.nativeTensor(), buffer.nativeBuffer());
            boolean takes = Llama.ggml_backend_dev_supports_op(device, product.nativeTensor());
            ggml_tensor.buffer(weight.nativeTensor(), MemorySegment.NULL);
            return takes;
        }
    }

    /// Bytes that all tensors of a context take in this memory.
    public long bytesFor(TensorContext context) {
        return Llama.ggml_backend_alloc_ctx_tensors_from_buft_size(context.nativeContext(), type);
    }

    /// Treats all tensors of a context as allocated here, without allocating them, until the result
    /// is closed: for measuring graphs over weights that are not loaded yet.
    @MustBeClosed
    public PromisedMemory promise(TensorContext context) {
        return new PromisedMemory(this, context);
    }

    /// Allocates all tensors of a context here.
    @MustBeClosed
    public TensorBuffer allocate(TensorContext context) {
        return TensorBuffer.allocateAll(this, context);
    }

    MemorySegment nativeType() {
        return type;
    }

    @Override
    public String toString() {
        return name();
    }
}
