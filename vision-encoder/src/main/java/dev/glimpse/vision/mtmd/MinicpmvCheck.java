package dev.glimpse.vision.mtmd;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.vision.fault.EncoderException;
import java.util.List;
import java.util.Set;

/// Every tensor and number that the graphs of the MiniCPM-V line use, from llama.cpp v0.5.0,
/// `tools/mtmd/models/minicpmv.cpp` and `clip_graph::build_vit`: with a file that passes, no
/// assertion there can fail.
final class MinicpmvCheck {
    private static final String VISION = "clip.vision.";

    /// Rows and columns of the position table; images of any size are spread over them.
    private static final int POSITION_SIDE = 70;

    private static final Set<Integer> VERSIONS = Set.of(0, 1, 2, 3, 4, 5, 6, 100_045);

    /// The resampler's heads are this wide, whatever the metadata says.
    private static final int RESAMPLER_HEAD = 128;

    private final GgufFile file;
    private final MmprojTensors tensors;
    private final int size;
    private final int patch;
    private final int blocks;

    MinicpmvCheck(GgufFile file) {
        this.file = file;
        tensors = new MmprojTensors(file);
        size = number(VISION + "embedding_length");
        patch = number(VISION + "patch_size");
        blocks = number(VISION + "block_count");
    }

    /// The encoder and the resampler of versions 2.0 to 4.5. Of 2.0 no more than that it is of the
    /// text model: libmtmd is not asked to draw it, and our own encoder checks every tensor.
    ///
    /// @param width floats in a row that the text model takes
    void resampler(int width) {
        if (isFirst(file)) {
            projection("resampler.proj.weight", 0, width);
            return;
        }
        encoder();
        int version = file.integer("clip.minicpmv_version").orElse(0);
        if (!VERSIONS.contains(version)) {
            throw fault("clip.minicpmv_version " + version + "; known are " + sorted(VERSIONS));
        }
        projection("resampler.proj.weight", 0, width);
        if (width % RESAMPLER_HEAD != 0) {
            throw fault(
                    "a resampler for rows of "
                            + width
                            + " numbers; they must be a multiple of "
                            + RESAMPLER_HEAD);
        }
        tensors.matrix("resampler.proj.weight", width, width);
        tensors.matrix("resampler.kv.weight", size, width);
        tensors.floats("resampler.query", width, queries(version));
        for (String part : List.of("q", "k", "v", "out")) {
            tensors.matrix("resampler.attn." + part + ".weight", width, width);
            tensors.floats("resampler.attn." + part + ".bias", width);
        }
        for (String part : List.of("q", "kv", "post")) {
            tensors.floats("resampler.ln_" + part + ".weight", width);
            tensors.floats("resampler.ln_" + part + ".bias", width);
        }
    }

    /// Whether a file with a resampler is of MiniCPM-V 2.0. Its published files do not say, but no
    /// other model's queries have places.
    static boolean isFirst(GgufFile file) {
        return file.integer("clip.minicpmv_version")
                .map(version -> version == 1)
                .orElse(file.tensor("resampler.pos_embed").isPresent());
    }

    private int queries(int version) {
        int queries = file.integer("clip.minicpmv_query_num").orElse(0);
        if (queries != 0) {
            return queries;
        }
        return version == 0 || version == 2 ? 96 : 64;
    }

    /// The encoder and the mergers of version 4.6.
    ///
    /// @param width floats in a row that the text model takes
    void merger(int width) {
        encoder();
        int factor = file.integer(VISION + "projector.scale_factor").orElse(4);
        if (factor != 2 && factor != 4) {
            throw fault("clip.vision.projector.scale_factor " + factor + "; allowed: 2 and 4");
        }
        int image = number(VISION + "image_size");
        if (image % (patch * factor) != 0) {
            throw fault(
                    "images of "
                            + image
                            + " pixels; a multiple of "
                            + patch * factor
                            + " is needed to merge patches of "
                            + patch);
        }
        long merged = 4L * size;
        if (factor == 4) {
            tensors.norm("v.vit_merger.ln1", size);
            for (String part : List.of("q", "k", "v", "out")) {
                tensors.linear("v.vit_merger.attn_" + part, size, size);
            }
            tensors.norm("v.vit_merger.ds_ln", merged);
            long hidden = rows("v.vit_merger.ds_ffn_up.weight");
            tensors.linear("v.vit_merger.ds_ffn_up", merged, hidden);
            tensors.linear("v.vit_merger.ds_ffn_down", hidden, size);
            insertion();
        }
        tensors.norm("mm.input_norm", merged);
        long hidden = rows("mm.up.weight");
        tensors.linear("mm.up", merged, hidden);
        projection("mm.down.weight", 1, width);
        tensors.linear("mm.down", hidden, width);
    }

    private void insertion() {
        List<GgufValue> layers = file.array(VISION + "wa_layer_indexes").orElse(List.of());
        if (!layers.isEmpty()
                && !(layers.getFirst() instanceof GgufValue.Int(_, long layer)
                        && layer >= 0
                        && layer < blocks)) {
            throw fault(
                    "clip.vision.wa_layer_indexes "
                            + layers
                            + "; expected a block below "
                            + blocks);
        }
    }

    private void encoder() {
        int image = number(VISION + "image_size");
        if (image / patch > POSITION_SIDE) {
            throw fault(
                    "images of "
                            + image
                            + " pixels in patches of "
                            + patch
                            + "; at most "
                            + POSITION_SIDE
                            + " patches stand side by side");
        }
        if (tensors.has("v.class_embd")) {
            throw fault("v.class_embd, which this family does not have");
        }
        tensors.patchKernel("v.patch_embd.weight", patch, size);
        tensors.optional("v.patch_embd.bias", size);
        tensors.table("v.position_embd.weight", size, POSITION_SIDE * POSITION_SIDE);
        tensors.optionalNorm("v.pre_ln", size);
        tensors.optionalNorm("v.post_ln", size);
        for (int block = 0; block < blocks; block++) {
            block("v.blk." + block + ".");
        }
    }

    private void block(String prefix) {
        tensors.optionalNorm(prefix + "ln1", size);
        tensors.optionalNorm(prefix + "ln2", size);
        for (String part : List.of("q", "k", "v", "out")) {
            tensors.linear(prefix + "attn_" + part, size, size);
        }
        for (String unused : List.of("attn_qkv", "attn_q_norm", "attn_k_norm", "ffn_gate_exps")) {
            if (tensors.has(prefix + unused + ".weight")) {
                throw fault(prefix + unused + ".weight, which this family does not have");
            }
        }
        for (String scale : List.of("ls1", "ls2", "out_scale", "attn_post_norm", "ffn_post_norm")) {
            tensors.optional(prefix + scale + ".weight", size);
        }
        feedForward(prefix);
    }

    /// Old exports have the two swapped; libmtmd tells by the width of `ffn_down`.
    private void feedForward(String prefix) {
        int hidden = number(VISION + "feed_forward_length");
        boolean swapped = tensors.required(prefix + "ffn_down.weight").shape().getFirst() == size;
        tensors.linear(prefix + (swapped ? "ffn_down" : "ffn_up"), size, hidden);
        tensors.linear(prefix + (swapped ? "ffn_up" : "ffn_down"), hidden, size);
        if (tensors.has(prefix + "ffn_gate.weight")) {
            tensors.linear(prefix + "ffn_gate", size, hidden);
        }
    }

    private void projection(String name, int dimension, int width) {
        var shape = tensors.required(name).shape();
        if (shape.size() != 2 || shape.get(dimension) != width) {
            throw new EncoderException(
                    file.path()
                            + " makes embeddings of "
                            + shape.get(Math.min(dimension, shape.size() - 1))
                            + " numbers, but the text model takes "
                            + width
                            + "; the two files are of different models");
        }
    }

    private long rows(String name) {
        var shape = tensors.required(name).shape();
        return shape.size() == 2 ? shape.getLast() : -1;
    }

    private int number(String key) {
        return file.integer(key).orElseThrow(() -> fault("no " + key));
    }

    private static List<Integer> sorted(Set<Integer> values) {
        return values.stream().sorted().toList();
    }

    private EncoderException fault(String what) {
        return new EncoderException(file.path() + " has " + what + "; it is damaged, get it again");
    }
}
