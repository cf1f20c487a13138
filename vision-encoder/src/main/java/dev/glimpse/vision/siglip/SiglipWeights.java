package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A model's weights in its own shape: what the graph is drawn from.
///
/// @param patches [patch values, width]
/// @param positions [width, table side squared]
/// @param blocks in order
record SiglipWeights(
        Linear patches,
        Tensor positions,
        List<BlockWeights> blocks,
        LayerNorm afterBlocks,
        ProjectorWeights projector) {

    SiglipWeights {
        blocks = List.copyOf(blocks);
    }

    /// Takes every weight of a model from a shelf, by the names that llama.cpp's converter gives.
    static SiglipWeights take(WeightShelf shelf, SiglipConfig config) {
        VitConfig vit = config.vit();
        return new SiglipWeights(
                shelf.exactLinear(
                        shelf.present("v.patch_embd", "v.patch_embd.proj"),
                        shelf.paddedAxis(config.patchValues()),
                        Axis.of(vit.width())),
                positions(shelf, config),
                IntStream.range(0, vit.blocks()).mapToObj(i -> block(shelf, vit, i)).toList(),
                shelf.layerNorm("v.post_ln", vit.width()),
                switch (config.projector()) {
                    case Projector.Resampling resampling -> resampler(shelf, vit, resampling);
                    case Projector.Merging merging -> merger(shelf, vit, merging);
                });
    }

    /// Values of a patch with the zeros that follow them.
    long patchValues() {
        return patches.weight().tensor().shape().ne0();
    }

    private static Tensor positions(WeightShelf shelf, SiglipConfig config) {
        int width = config.vit().width();
        int side = config.tableSide();
        return switch (config.positionRule()) {
            case PositionRule.Rows _ -> shelf.table(SiglipMetadata.POSITIONS, width, side);
            case PositionRule.Stretched _ ->
                    shelf.floats(
                            shelf.present(SiglipMetadata.POSITIONS, SiglipMetadata.OLD_POSITIONS),
                            Axis.of(width),
                            Axis.of(side * side));
        };
    }

    private static BlockWeights block(WeightShelf shelf, VitConfig vit, int block) {
        String name = "v.blk." + block + ".";
        return new BlockWeights(
                shelf.layerNorm(name + "ln1", vit.width()),
                attention(shelf, name + "attn_", vit.heads(), vit.headSize()),
                shelf.layerNorm(name + "ln2", vit.width()),
                blockFeedForward(shelf, name, vit));
    }

    private static AttentionWeights attention(
            WeightShelf shelf, String name, int heads, int headSize) {
        int width = heads * headSize;
        Axis padded = shelf.headAxis(heads, headSize);
        return new AttentionWeights(
                shelf.linear(name + "q", Axis.of(width), padded),
                shelf.linear(name + "k", Axis.of(width), padded),
                shelf.linear(name + "v", width, width),
                shelf.linear(name + "out", width, width));
    }

    /// Old exports call the first layer `ffn_down` and the second one `ffn_up`. Where both have the
    /// same shape the names are taken for swapped, as libmtmd does.
    private static FeedForwardWeights blockFeedForward(
            WeightShelf shelf, String name, VitConfig vit) {
        boolean swapped = shelf.columns(name + "ffn_down.weight") == vit.width();
        return feedForward(
                shelf,
                name + (swapped ? "ffn_down" : "ffn_up"),
                name + (swapped ? "ffn_up" : "ffn_down"),
                vit.activation(),
                new Widths(vit.width(), vit.ffnWidth(), vit.width()));
    }

    /// Of a feed-forward step.
    private record Widths(int in, int inner, int out) {}

    private static FeedForwardWeights feedForward(
            WeightShelf shelf, String up, String down, Gelu activation, Widths widths) {
        Axis padded = shelf.paddedAxis(widths.inner());
        return new FeedForwardWeights(
                shelf.linear(up, Axis.of(widths.in()), padded),
                activation,
                shelf.linear(down, padded, Axis.of(widths.out())));
    }

    private static ProjectorWeights resampler(
            WeightShelf shelf, VitConfig vit, Projector.Resampling resampling) {
        int width = resampling.width();
        return new ProjectorWeights.Resampling(
                shelf.floats("resampler.query", Axis.of(width), Axis.of(resampling.queries())),
                shelf.layerNorm("resampler.ln_q", width),
                resampling.version() == ResamplerVersion.V2_0
                        ? Optional.of(
                                shelf.floats(
                                        SiglipMetadata.QUERY_PLACES,
                                        Axis.of(width),
                                        Axis.of(resampling.queries())))
                        : Optional.empty(),
                shelf.matrix("resampler.kv.weight", Axis.of(vit.width()), Axis.of(width)),
                shelf.layerNorm("resampler.ln_kv", width),
                attention(
                        shelf,
                        "resampler.attn.",
                        resampling.heads(),
                        Projector.Resampling.HEAD_SIZE),
                shelf.layerNorm("resampler.ln_post", width),
                shelf.matrix("resampler.proj.weight", Axis.of(width), Axis.of(width)));
    }

    private static ProjectorWeights merger(
            WeightShelf shelf, VitConfig vit, Projector.Merging merging) {
        int four = 4 * vit.width();
        Optional<WindowMergerWeights> window =
                merging.windowAfter().isEmpty()
                        ? Optional.empty()
                        : Optional.of(windowMerger(shelf, vit, merging));
        return new ProjectorWeights.Merging(
                window,
                shelf.layerNorm("mm.input_norm", four),
                feedForward(
                        shelf,
                        "mm.up",
                        "mm.down",
                        Gelu.EXACT,
                        new Widths(four, merging.ffnWidth(), merging.width())));
    }

    private static WindowMergerWeights windowMerger(
            WeightShelf shelf, VitConfig vit, Projector.Merging merging) {
        int four = 4 * vit.width();
        String name = "v.vit_merger.";
        return new WindowMergerWeights(
                shelf.layerNorm(name + "ln1", vit.width()),
                attention(shelf, name + "attn_", vit.heads(), vit.headSize()),
                shelf.layerNorm(name + "ds_ln", four),
                feedForward(
                        shelf,
                        name + "ds_ffn_up",
                        name + "ds_ffn_down",
                        Gelu.TANH,
                        new Widths(four, merging.windowFfnWidth(), vit.width())));
    }
}
