package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ggml.Graph;
import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.ggml.TensorContext;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The graph for slices of one shape: transformer, then resampler or mergers. Without memory until
/// it is given some; its tensors die with it.
final class EncoderGraph implements AutoCloseable {
    /// More than the steps of a block, and of all else together.
    private static final int STEPS_A_BLOCK = 48;

    private final TensorContext context;
    private final Graph graph;
    private final Tensor pixels;
    private final Tensor places;
    private final Optional<Tensor> keyPlaces;
    private final ClosedKeys closedKeys;
    private final Tensor embedding;

    private EncoderGraph(Drawing drawing, Tensor embedding) {
        this.context = drawing.steps.ops();
        this.pixels = drawing.pixels;
        this.places = drawing.places;
        this.keyPlaces = drawing.keyPlaces;
        this.closedKeys = drawing.steps.closedKeys();
        this.embedding = embedding.asOutput();
        this.graph = Graph.of(context, embedding);
    }

    /// Draws the graph.
    ///
    /// @param probes names of steps to keep, besides the result
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned graph owns the context
    static EncoderGraph draw(
            SiglipConfig config,
            SiglipWeights weights,
            BatchShape shape,
            AttentionKernel attention,
            Set<String> probes) {
        int blocks = config.vit().blocks() + 3;
        TensorContext ops = TensorContext.open(STEPS_A_BLOCK * blocks);
        try {
            var closedKeys = new ClosedKeys(ops, attention.keysUnit());
            var steps = new Steps(ops, config.vit().epsilon(), attention, closedKeys, probes);
            var drawing = new Drawing(steps, config, weights, shape);
            return new EncoderGraph(drawing, drawing.embedding());
        } catch (RuntimeException | Error e) {
            ops.close();
            throw e;
        }
    }

    Graph graph() {
        return graph;
    }

    /// [patch values, patches, slices], in the order of [PatchOrder]; zeros follow each patch.
    Tensor pixels() {
        return pixels;
    }

    /// Rows of the table of positions, `[patches]`; or, where that is stretched, the positions
    /// themselves, [width, patches].
    Tensor places() {
        return places;
    }

    /// What a resampler adds to its keys, [width, patches * frames].
    Optional<Tensor> keyPlaces() {
        return keyPlaces;
    }

    /// Masks for attention.
    ClosedKeys closedKeys() {
        return closedKeys;
    }

    /// [width, rows * groups].
    Tensor embedding() {
        return embedding;
    }

    @Override
    public void close() {
        context.close();
    }

    private static final class Drawing {
        private final Steps steps;
        private final SiglipConfig config;
        private final SiglipWeights weights;
        private final BatchShape shape;
        private final Tensor pixels;
        private final Tensor places;
        private final Optional<Tensor> keyPlaces;

        Drawing(Steps steps, SiglipConfig config, SiglipWeights weights, BatchShape shape) {
            this.steps = steps;
            this.config = config;
            this.weights = weights;
            this.shape = shape;
            int patches = shape.grid().count();
            pixels =
                    input(
                            TensorType.F32,
                            Shape.of(weights.patchValues(), patches, shape.slices()),
                            "pixels");
            places =
                    switch (config.positionRule()) {
                        case PositionRule.Rows _ ->
                                input(TensorType.I32, Shape.of(patches), "positions");
                        case PositionRule.Stretched _ ->
                                input(
                                        TensorType.F32,
                                        Shape.of(config.vit().width(), patches),
                                        "positions");
                    };
            keyPlaces =
                    switch (config.projector()) {
                        case Projector.Resampling resampling ->
                                Optional.of(
                                        input(
                                                TensorType.F32,
                                                Shape.of(
                                                        resampling.width(),
                                                        (long) patches * shape.frames()),
                                                "key_positions"));
                        case Projector.Merging _ -> Optional.empty();
                    };
        }

        private Tensor input(TensorType type, Shape extents, String name) {
            return steps.ops().newTensor(type, extents).named(name).asInput();
        }

        Tensor embedding() {
            Tensor positions =
                    switch (config.positionRule()) {
                        case PositionRule.Rows _ ->
                                steps.ops().getRows(weights.positions(), places);
                        case PositionRule.Stretched _ -> places;
                    }; // [vit width, patches]
            Tensor x = PatchEmbedding.draw(steps, weights, pixels, positions);
            // [vit width, patches * slices]
            return switch (weights.projector()) {
                case ProjectorWeights.Resampling resampler -> resample(resampler, x);
                case ProjectorWeights.Merging merger -> merge(merger, x);
            };
        }

        private Tensor resample(ProjectorWeights.Resampling resampler, Tensor x) {
            int all = config.vit().blocks();
            Tensor encoded = afterBlocks(blocks(x, 0, all, shape.grid().count()));
            return Resampler.draw(
                    steps,
                    resampler,
                    (Projector.Resampling) config.projector(),
                    encoded,
                    keyPlaces.orElseThrow());
        }

        private Tensor merge(ProjectorWeights.Merging merger, Tensor x) {
            OptionalInt windowAfter = ((Projector.Merging) config.projector()).windowAfter();
            int all = config.vit().blocks();
            int patches = shape.grid().count();
            if (windowAfter.isEmpty()) {
                return FinalMerger.draw(steps, merger, afterBlocks(blocks(x, 0, all, patches)));
            }
            int first = windowAfter.getAsInt() + 1;
            Tensor before = blocks(x, 0, first, patches);
            Tensor merged =
                    WindowMerger.draw(steps, merger.window().orElseThrow(), config.vit(), before);
            Tensor after = blocks(merged, first, all, patches / 4);
            return FinalMerger.draw(steps, merger, afterBlocks(after));
        }

        private Tensor blocks(Tensor x, int first, int end, int patches) {
            VitConfig vit = config.vit();
            var attention = new AttentionShape(vit.heads(), patches, shape.slices());
            Tensor rows = x;
            for (int block = first; block < end; block++) {
                rows =
                        EncoderBlock.draw(
                                steps, weights.blocks().get(block), rows, block, attention);
            }
            return rows;
        }

        private Tensor afterBlocks(Tensor x) {
            return steps.named(steps.norm(weights.afterBlocks(), x), "post_ln");
        }
    }
}
