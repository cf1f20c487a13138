package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_backend_set_n_threads_t;
import dev.glimpse.bindings.handle.NativeHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A device at work: `ggml_backend_t`. Confined to one thread at a time, which waits in
/// [#compute(Graph)] while the backend's own threads compute.
public final class Backend extends NativeHandle {
    private final Device device;

    private Backend(Device device, MemorySegment address) {
        super("backend " + device.name(), address);
        this.device = device;
    }

    /// Starts a device.
    ///
    /// @param threads threads that compute, on the processor; a GPU has its own
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned backend is the resource
    public static Backend open(Device device, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; allowed: 1 or more");
        }
        MemorySegment address =
                Llama.ggml_backend_dev_init(device.nativeDevice(), MemorySegment.NULL);
        if (address.equals(MemorySegment.NULL)) {
            throw new NativeCallException("the device " + device + " does not start");
        }
        var backend = new Backend(device, address);
        backend.setThreads(threads);
        return backend;
    }

    private void setThreads(int threads) {
        MemorySegment registry = Llama.ggml_backend_dev_backend_reg(device.nativeDevice());
        try (var arena = Arena.ofConfined()) {
            MemorySegment function =
                    Llama.ggml_backend_reg_get_proc_address(
                            registry, arena.allocateFrom("ggml_backend_set_n_threads"));
            if (!function.equals(MemorySegment.NULL)) {
                ggml_backend_set_n_threads_t.invoke(function, address(), threads);
            }
        }
    }

    public Device device() {
        return device;
    }

    /// Computes a graph whose tensors have memory and whose inputs are set.
    public void compute(Graph graph) {
        int status = Llama.ggml_backend_graph_compute(address(), graph.nativeGraph());
        if (status != Llama.GGML_STATUS_SUCCESS()) {
            throw new NativeCallException(
                    "computing a graph of "
                            + graph.operations()
                            + " steps ended with "
                            + Llama.ggml_status_to_string(status).getString(0));
        }
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.ggml_backend_free(address);
    }
}
