package dev.glimpse.bindings.ggml;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.handle.NativeHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Room for what is computed between inputs and outputs, used again from graph to graph:
/// `ggml_gallocr`. Grows to the largest graph it has seen.
public final class GraphMemory extends NativeHandle {
    private GraphMemory(MemorySegment address) {
        super("graph memory", address);
    }

    @MustBeClosed
    public static GraphMemory open(BufferType type) {
        return new GraphMemory(Llama.ggml_gallocr_new(type.nativeType()));
    }

    /// Bytes that a graph needs in all; takes none of them. Only on memory that was not used yet.
    public long measure(Graph graph) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
            Llama.ggml_gallocr_reserve_n_size(
                    address(), graph.nativeGraph(), MemorySegment.NULL, MemorySegment.NULL, bytes);
            return bytes.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /// Makes room for a graph without using it: measures the largest one before serving.
    ///
    /// @return bytes of all the room there is now
    public long reserve(Graph graph) {
        if (!Llama.ggml_gallocr_reserve(address(), graph.nativeGraph())) {
            throw new NativeCallException(
                    "no memory for a graph of " + graph.operations() + " steps");
        }
        return bytes();
    }

    /// Gives every tensor of the graph its place. Values set in an earlier graph are lost.
    public void allocate(Graph graph) {
        if (!Llama.ggml_gallocr_alloc_graph(address(), graph.nativeGraph())) {
            throw new NativeCallException(
                    "no memory for a graph of " + graph.operations() + " steps");
        }
    }

    /// Bytes of all the room there is now.
    public long bytes() {
        return Llama.ggml_gallocr_get_buffer_size(address(), 0);
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.ggml_gallocr_free(address);
    }
}
