package dev.glimpse.bindings.mtmd;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_backend_sched_eval_callback;
import dev.glimpse.bindings.ffi.ggml_tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Hands steps from ggml's scheduler to a [LayerProbe]. What the probe throws is kept until the
/// encoder is back in Java, as nothing may be thrown through native code.
final class ProbeCallback implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final LayerProbe probe;
    private final MemorySegment function;
    private @Nullable Throwable thrown;

    ProbeCallback(LayerProbe probe) {
        this.probe = probe;
        function = ggml_backend_sched_eval_callback.allocate(this::call, arena);
    }

    MemorySegment function() {
        return function;
    }

    /// @param ask whether this is the question before the step, not the values after it
    /// @return the answer to the question, or whether to go on
    private boolean call(MemorySegment address, boolean ask, MemorySegment userData) {
        if (thrown != null) {
            return !ask;
        }
        try {
            MemorySegment tensor = address.reinterpret(ggml_tensor.sizeof());
            String name = ggml_tensor.name(tensor).getString(0);
            if (ask) {
                return probe.wants(name);
            }
            probe.values(name, values(tensor, name));
        } catch (Throwable e) {
            thrown = e;
        }
        return !ask;
    }

    private static float[] values(MemorySegment tensor, String name) {
        if (ggml_tensor.type(tensor) != Llama.GGML_TYPE_F32()
                || !Llama.ggml_is_contiguous(tensor)) {
            throw new NativeCallException(name + " is not a run of floats");
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocate(Llama.ggml_nbytes(tensor), Float.BYTES);
            Llama.ggml_backend_tensor_get(tensor, floats, 0, floats.byteSize());
            return floats.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /// Throws what the probe threw.
    void rethrow() {
        Throwable found = thrown;
        thrown = null;
        if (found != null) {
            throw new NativeCallException("a layer probe failed: " + found, found);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
