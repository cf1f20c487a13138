package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.LoggedErrors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Low-rank changes to a model's weights: `llama_adapter_lora`. A context computes with them while
/// it is told to; until then they change nothing. Immutable; thread-safe.
public final class LoraAdapter extends NativeHandle {
    private final Lease model;

    private LoraAdapter(String name, Lease model, MemorySegment address) {
        super(name, address);
        this.model = model;
    }

    /// Loads a GGUF file, which the caller has checked.
    ///
    /// @throws NativeCallException if llama.cpp refuses the file; with its reasons
    @MustBeClosed
    public static LoraAdapter open(LlamaModel model, Path file) {
        Lease lease = model.lease();
        try (var arena = Arena.ofConfined();
                var errors = LoggedErrors.collect()) {
            MemorySegment adapter =
                    Llama.llama_adapter_lora_init(
                            model.nativeModel(), arena.allocateFrom(file.toString()));
            if (adapter.equals(MemorySegment.NULL)) {
                throw new NativeCallException(
                        "llama.cpp could not load the adapter " + file + ": " + errors.text());
            }
            return new LoraAdapter("adapter " + file.getFileName(), lease, adapter);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    MemorySegment nativeAdapter() {
        return address();
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.llama_adapter_lora_free(address);
        model.close();
    }
}
