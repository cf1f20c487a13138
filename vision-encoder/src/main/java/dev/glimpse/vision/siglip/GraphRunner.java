package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ggml.GraphMemory;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs [EncoderGraph]s on a model's device, in scratch memory that is used again from graph to
/// graph. Confined to one thread at a time.
final class GraphRunner implements AutoCloseable {
    /// Grids whose key places are kept: a few sizes come again and again.
    private static final int KEPT_GRIDS = 32;

    private final LoadedModel model;
    private final GraphMemory scratch;
    private final Map<PatchGrid, float[]> keyPlaces =
            new LinkedHashMap<>(KEPT_GRIDS, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<PatchGrid, float[]> eldest) {
                    return size() > KEPT_GRIDS;
                }
            };

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the runner owns the scratch memory
    GraphRunner(LoadedModel model) {
        this.model = model;
        scratch = GraphMemory.open(model.device().bufferType());
    }

    /// Makes room for the largest graph before the first is run.
    void reserve(BatchShape shape) {
        try (var graph = draw(shape, Set.of())) {
            scratch.reserve(graph.graph());
        }
    }

    /// Bytes of scratch that a graph needs, without taking them.
    long measure(BatchShape shape) {
        try (var graph = draw(shape, Set.of());
                var measuring = GraphMemory.open(model.device().bufferType())) {
            return measuring.measure(graph.graph());
        }
    }

    /// Bytes of scratch taken so far.
    long scratchBytes() {
        return scratch.bytes();
    }

    /// Computes the embeddings of slices of one grid.
    ///
    /// @param times the time of each frame of the group; empty without
    /// @return rows of all groups, one after the other
    float[] run(BatchShape shape, List<Patches> slices, List<Integer> times) {
        try (var graph = draw(shape, Set.of())) {
            compute(graph, shape, slices, times);
            return graph.embedding().toFloats();
        }
    }

    @MustBeClosed
    EncoderGraph draw(BatchShape shape, Set<String> probes) {
        return EncoderGraph.draw(
                model.config(), model.weights(), shape, AttentionKernel.of(model.device()), probes);
    }

    /// Gives a drawn graph memory, sets its inputs and computes it.
    void compute(EncoderGraph graph, BatchShape shape, List<Patches> slices, List<Integer> times) {
        SiglipConfig config = model.config();
        scratch.allocate(graph.graph());
        int[] order = PatchOrder.of(shape.grid(), config.halvings());
        setPixels(graph, slices, order);
        int[] places = config.bucketRule().tableRows(shape.grid(), config.tableSide());
        var ordered = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = places[order[i]];
        }
        graph.places().set(ordered);
        if (config.projector() instanceof Projector.Resampling resampling) {
            graph.keyPlaces().orElseThrow().set(keyPlaces(shape, resampling.width(), times));
        }
        model.backend().compute(graph.graph());
    }

    private static void setPixels(EncoderGraph graph, List<Patches> slices, int[] order) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(graph.pixels().bytes(), 64);
            long patchBytes = (long) slices.getFirst().patchValues() * Float.BYTES;
            long offset = 0;
            for (Patches slice : slices) {
                for (int patch : order) {
                    slice.copyPatch(patch, pixels, offset);
                    offset += patchBytes;
                }
            }
            graph.pixels().set(pixels);
        }
    }

    private float[] keyPlaces(BatchShape shape, int width, List<Integer> times) {
        float[] one =
                keyPlaces.computeIfAbsent(shape.grid(), grid -> ResamplerPositions.of(grid, width));
        if (times.isEmpty()) {
            return one;
        }
        var all = new float[Math.multiplyExact(one.length, shape.frames())];
        for (int frame = 0; frame < shape.frames(); frame++) {
            float[] timed = one.clone();
            ResamplerPositions.addTime(timed, times.get(frame), width);
            System.arraycopy(timed, 0, all, frame * one.length, one.length);
        }
        return all;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
