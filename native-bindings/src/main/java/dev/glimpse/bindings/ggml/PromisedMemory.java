package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.foreign.MemorySegment;

/// Marks the tensors of a context as allocated, which they are not: see [BufferType#promise].
public final class PromisedMemory implements AutoCloseable {
    private final TensorContext context;
    private final TensorBuffer empty;

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // this owns the empty buffer
    PromisedMemory(BufferType type, TensorContext context) {
        this.context = context;
        empty = TensorBuffer.allocate(type, 0);
        context.pointTo(empty.nativeBuffer());
    }

    /// Takes the mark away, so that the tensors can be allocated.
    @Override
    public void close() {
        if (!empty.isClosed()) {
            context.pointTo(MemorySegment.NULL);
            empty.close();
        }
    }
}
