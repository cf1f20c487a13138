package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_abort_callback;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A flag that native code asks between operations whether to go on.
final class AbortFlag {
    private volatile boolean abort;
    private final MemorySegment callback;

    /// @param arena lives as long as the context that asks
    AbortFlag(Arena arena) {
        callback = ggml_abort_callback.allocate(_ -> abort, arena);
    }

    void install(MemorySegment context) {
        Llama.llama_set_abort_callback(context, callback, MemorySegment.NULL);
    }

    void set(boolean value) {
        abort = value;
    }
}
