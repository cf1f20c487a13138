package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// mmproj files with random weights of any shape.
///
/// @param width floats a patch
/// @param heads attention heads
/// @param blocks transformer blocks
/// @param ffnWidth floats a patch inside a feed-forward step
/// @param seed of the weights
public record SyntheticModel(int width, int heads, int blocks, int ffnWidth, long seed) {
    /// SigLIP-so400m, which all of the line have.
    public static final SyntheticModel SO400M = new SyntheticModel(1152, 16, 27, 4304, 1);

    private static final int PATCH = 14;
    private static final int TABLE = 70;

    /// With a resampler.
    public GgufWriter resampling(TensorType type, int queries, int outWidth) {
        GgufWriter file = transformer(type);
        file.put("clip.projector_type", "resampler")
                .put("clip.minicpmv_version", new GgufValue.Int(GgufType.I32, 6))
                .put("clip.minicpmv_query_num", queries);
        file.tensor(
                "resampler.query",
                TensorType.F32,
                normal("query", queries * outWidth, 1),
                outWidth,
                queries);
        file.tensor(
                "resampler.pos_embed_k", TensorType.F32, normal("pos", outWidth, 1), outWidth, 1);
        matrix(file, "resampler.kv.weight", type, width, outWidth);
        matrix(file, "resampler.proj.weight", type, outWidth, outWidth);
        for (String name : List.of("q", "k", "v", "out")) {
            linear(file, "resampler.attn." + name, type, outWidth, outWidth);
        }
        for (String name : List.of("q", "kv", "post")) {
            norm(file, "resampler.ln_" + name, outWidth);
        }
        return file;
    }

    /// With mergers, 16 times fewer tokens.
    public GgufWriter merging(TensorType type, int outWidth) {
        GgufWriter file = transformer(type);
        file.put("clip.projector_type", "minicpmv4_6")
                .put("clip.vision.projector.scale_factor", 4)
                .put(
                        "clip.vision.wa_layer_indexes",
                        List.of(new GgufValue.Int(GgufType.I32, 0)),
                        GgufType.I32);
        norm(file, "v.vit_merger.ln1", width);
        for (String name : List.of("q", "k", "v", "out")) {
            linear(file, "v.vit_merger.attn_" + name, type, width, width);
        }
        norm(file, "v.vit_merger.ds_ln", 4 * width);
        linear(file, "v.vit_merger.ds_ffn_up", type, 4 * width, 2 * width);
        linear(file, "v.vit_merger.ds_ffn_down", type, 2 * width, width);
        norm(file, "mm.input_norm", 4 * width);
        linear(file, "mm.up", type, 4 * width, 4 * width);
        linear(file, "mm.down", type, 4 * width, outWidth);
        return file;
    }

    private GgufWriter transformer(TensorType type) {
        var half = new GgufValue.Real(GgufType.F32, 0.5);
        GgufWriter file =
                new GgufWriter()
                        .put("general.architecture", "clip")
                        .put("clip.has_vision_encoder", true)
                        .put("clip.use_gelu", true)
                        .put("clip.vision.image_size", 448)
                        .put("clip.vision.patch_size", PATCH)
                        .put("clip.vision.embedding_length", width)
                        .put("clip.vision.feed_forward_length", ffnWidth)
                        .put("clip.vision.projection_dim", 0)
                        .put("clip.vision.block_count", blocks)
                        .put("clip.vision.attention.head_count", heads)
                        .put("clip.vision.attention.layer_norm_epsilon", 1e-6)
                        .put("clip.vision.image_mean", Collections.nCopies(3, half), GgufType.F32)
                        .put("clip.vision.image_std", Collections.nCopies(3, half), GgufType.F32);
        TensorType floats = type == TensorType.F32 ? TensorType.F32 : TensorType.F16;
        int values = 3 * PATCH * PATCH;
        file.tensor(
                "v.patch_embd.weight",
                floats,
                normal("patch", values * width, 1 / Math.sqrt(values)),
                PATCH,
                PATCH,
                3,
                width);
        vector(file, "v.patch_embd.bias", width, 0.1);
        file.tensor(
                "v.position_embd.weight",
                floats,
                normal("table", TABLE * TABLE * width, 0.5),
                width,
                TABLE * TABLE);
        norm(file, "v.post_ln", width);
        for (int block = 0; block < blocks; block++) {
            block(file, "v.blk." + block + ".", type);
        }
        return file;
    }

    private void block(GgufWriter file, String name, TensorType type) {
        norm(file, name + "ln1", width);
        norm(file, name + "ln2", width);
        for (String part : List.of("q", "k", "v", "out")) {
            linear(file, name + "attn_" + part, type, width, width);
        }
        linear(file, name + "ffn_up", type, width, ffnWidth);
        linear(file, name + "ffn_down", type, ffnWidth, width);
    }

    private void linear(GgufWriter file, String name, TensorType type, int in, int out) {
        matrix(file, name + ".weight", type, in, out);
        vector(file, name + ".bias", out, 0.1);
    }

    /// Rows that a type cannot store stay 16-bit floats, as the quantizers of llama.cpp leave them.
    private void matrix(GgufWriter file, String name, TensorType type, int in, int out) {
        TensorType stored = in % type.blockElements() == 0 ? type : TensorType.F16;
        file.tensor(name, stored, normal(name, in * out, 1 / Math.sqrt(in)), in, out);
    }

    private void norm(GgufWriter file, String name, int count) {
        float[] around = normal(name, count, 0.1).get();
        for (int i = 0; i < count; i++) {
            around[i]++;
        }
        file.tensor(name + ".weight", TensorType.F32, () -> around, count);
        vector(file, name + ".bias", count, 0.1);
    }

    private void vector(GgufWriter file, String name, int count, double deviation) {
        file.tensor(name, TensorType.F32, normal(name, count, deviation), count);
    }

    /// About normal: the sum of four uniform numbers, which is quick.
    private Supplier<float[]> normal(String name, int count, double deviation) {
        return () -> {
            var random = new SplittableRandom(seed * 31 + name.hashCode());
            double scale = deviation * Math.sqrt(3) / (1 << 16);
            var values = new float[count];
            for (int i = 0; i < count; i++) {
                long bits = random.nextLong();
                int sum =
                        (short) bits
                                + (short) (bits >> 16)
                                + (short) (bits >> 32)
                                + (short) (bits >> 48);
                values[i] = (float) (sum * scale);
            }
            return values;
        };
    }
}
