package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.ffi.Llama;
import java.lang.foreign.MemorySegment;

/// Operations in the order in which they are computed: `ggml_cgraph`. A view that dies with its
/// context; one graph a context.
public final class Graph {
    private final TensorContext context;
    private final MemorySegment graph;

    private Graph(TensorContext context, MemorySegment graph) {
        this.context = context;
        this.graph = graph;
    }

    /// Everything that `results` are made of.
    public static Graph of(TensorContext context, Tensor... results) {
        MemorySegment graph =
                Llama.ggml_new_graph_custom(context.nativeContext(), context.capacity(), false);
        for (Tensor result : results) {
            Llama.ggml_build_forward_expand(graph, result.nativeTensor());
        }
        return new Graph(context, graph);
    }

    /// Some of the operations, as a graph to be computed once those before them are. Their tensors
    /// and their memory stay this graph's.
    ///
    /// @param room a context for as many tensors, without another graph; the part dies with it
    /// @param first the first operation
    /// @param count how many
    public Graph part(TensorContext room, int first, int count) {
        if (first < 0 || count < 1 || first > operations() - count || count > room.capacity()) {
            throw new IllegalArgumentException(
                    count
                            + " operations from "
                            + first
                            + " on, in a context for "
                            + room.capacity()
                            + "; the graph has "
                            + operations());
        }
        MemorySegment part =
                Llama.ggml_new_graph_custom(room.nativeContext(), room.capacity(), false);
        for (int i = first; i < first + count; i++) {
            Llama.ggml_graph_add_node(part, Llama.ggml_graph_node(nativeGraph(), i));
        }
        return new Graph(room, part);
    }

    /// Number of operations.
    public int operations() {
        return Llama.ggml_graph_n_nodes(nativeGraph());
    }

    /// The result of an operation.
    public Tensor operation(int index) {
        if (index < 0 || index >= operations()) {
            throw new IllegalArgumentException(
                    "operation " + index + "; the graph has " + operations());
        }
        return new Tensor(context, Llama.ggml_graph_node(nativeGraph(), index));
    }

    MemorySegment nativeGraph() {
        context.requireOpen();
        return graph;
    }
}
