package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.handle.NativeHandle;
import java.lang.foreign.MemorySegment;

/// Memory of a device: `ggml_backend_buffer_t`.
public final class TensorBuffer extends NativeHandle {
    private TensorBuffer(String name, MemorySegment address) {
        super(name, address);
    }

    @MustBeClosed
    static TensorBuffer allocate(BufferType type, long bytes) {
        return of(type, Llama.ggml_backend_buft_alloc_buffer(type.nativeType(), bytes), bytes);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned buffer is the resource
    static TensorBuffer allocateAll(BufferType type, TensorContext context) {
        long bytes = type.bytesFor(context);
        TensorBuffer buffer =
                of(
                        type,
                        Llama.ggml_backend_alloc_ctx_tensors_from_buft(
                                context.nativeContext(), type.nativeType()),
                        bytes);
        Llama.ggml_backend_buffer_set_usage(
                buffer.address(), Llama.GGML_BACKEND_BUFFER_USAGE_WEIGHTS());
        return buffer;
    }

    @MustBeClosed
    private static TensorBuffer of(BufferType type, MemorySegment buffer, long bytes) {
        if (buffer.equals(MemorySegment.NULL)) {
            throw new NativeCallException(
                    "no room for " + (bytes >> 20) + " MiB in " + type.name() + " memory");
        }
        return new TensorBuffer(type.name() + " buffer", buffer);
    }

    /// Size in bytes.
    public long bytes() {
        return Llama.ggml_backend_buffer_get_size(address());
    }

    MemorySegment nativeBuffer() {
        return address();
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.ggml_backend_buffer_free(address);
    }
}
