package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ggml.Graph;
import dev.glimpse.bindings.ggml.GraphMemory;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.vision.Pause;
import dev.glimpse.vision.patch.BucketRule;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.patch.PositionTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs [EncoderGraph]s on a model's device, in scratch memory that is used again from graph to
/// graph. Confined to one thread at a time.
final class GraphRunner implements AutoCloseable {
    /// One or two blocks: at SigLIP-so400m's size some 50 ms a slice on two cores.
    private static final int OPERATIONS_A_PART = 24;

    private final LoadedModel model;
    private final GraphMemory scratch;
    private final RecentGrids<float[]> keyPlaces;
    private final RecentGrids<float[]> positions;

    /// Read from the device when first needed.
    private @Nullable PositionTable table;

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the runner owns the scratch memory
    GraphRunner(LoadedModel model) {
        this.model = model;
        scratch = GraphMemory.open(model.device().bufferType());
        keyPlaces =
                new RecentGrids<>(
                        grid -> ResamplerPositions.of(grid, model.config().projector().width()));
        positions = new RecentGrids<>(grid -> table().over(grid));
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
            scratch.allocate(graph.graph());
            compute(graph, shape, slices, times);
            return graph.embedding().toFloats();
        }
    }

    /// The values of named steps, for comparing with another implementation. In memory of their
    /// own: in the scratch memory places are given out as they were measured, without regard to
    /// what else shall be kept.
    Map<String, float[]> probe(BatchShape shape, List<Patches> slices, Set<String> names) {
        var found = new LinkedHashMap<String, float[]>();
        try (var graph = draw(shape, names);
                var memory = GraphMemory.open(model.device().bufferType())) {
            memory.allocate(graph.graph());
            compute(graph, shape, slices, List.of());
            for (int i = 0; i < graph.graph().operations(); i++) {
                Tensor step = graph.graph().operation(i);
                if (names.contains(step.name()) && step.type() == TensorType.F32) {
                    found.put(step.name(), step.toFloats());
                }
            }
        }
        return found;
    }

    @MustBeClosed
    private EncoderGraph draw(BatchShape shape, Set<String> probes) {
        return EncoderGraph.draw(model.config(), model.weights(), shape, model.attention(), probes);
    }

    /// Sets the inputs of a graph that has memory, and computes it.
    private void compute(
            EncoderGraph graph, BatchShape shape, List<Patches> slices, List<Integer> times) {
        SiglipConfig config = model.config();
        int[] order = PatchOrder.of(shape.grid(), config.halvings());
        setPixels(graph, slices, order);
        switch (config.positionRule()) {
            case PositionRule.Rows(BucketRule rule) ->
                    graph.places().set(tableRows(rule, shape.grid(), order));
            case PositionRule.Stretched _ -> graph.places().set(positions.of(shape.grid()));
        }
        graph.closedKeys().set();
        if (config.projector() instanceof Projector.Resampling resampling) {
            graph.keyPlaces().orElseThrow().set(keyPlaces(shape, resampling.width(), times));
        }
        compute(graph.graph());
    }

    /// In parts where others shall compute between them; the numbers are the same.
    private void compute(Graph graph) {
        if (model.pause().equals(Pause.NONE)) {
            model.backend().compute(graph);
            return;
        }
        int end = graph.operations();
        for (int first = 0; first < end; first += OPERATIONS_A_PART) {
            try (var room = TensorContext.open(OPERATIONS_A_PART)) {
                int operations = Math.min(OPERATIONS_A_PART, end - first);
                model.backend().compute(graph.part(room, first, operations));
            }
            model.pause().letOthersCompute();
        }
    }

    private int[] tableRows(BucketRule rule, PatchGrid grid, int[] order) {
        int[] rows = rule.tableRows(grid, model.config().tableSide());
        var ordered = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = rows[order[i]];
        }
        return ordered;
    }

    /// The positions as trained.
    private PositionTable table() {
        PositionTable read = table;
        if (read == null) {
            SiglipConfig config = model.config();
            int side = config.tableSide();
            read =
                    new PositionTable(
                            side, config.vit().width(), model.weights().positions().toFloats());
            if (side == config.usualSide() && side > PositionRule.Stretched.TRAINED_SIDE) {
                read = read.before(PositionRule.Stretched.TRAINED_SIDE);
            }
            table = read;
        }
        return read;
    }

    private static void setPixels(EncoderGraph graph, List<Patches> slices, int[] order) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(graph.pixels().bytes(), 64);
            long patchBytes = graph.pixels().stride(1);
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
        float[] one = keyPlaces.of(shape.grid());
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
