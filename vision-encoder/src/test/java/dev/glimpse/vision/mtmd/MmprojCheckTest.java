package dev.glimpse.vision.mtmd;

import static dev.glimpse.bindings.testing.ChangedGguf.f32;
import static dev.glimpse.bindings.testing.ChangedGguf.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.vision.fault.EncoderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmprojCheckTest {
    private static final int WIDTH = 256;

    /// Loaded by libmtmd, and used by no graph.
    private static final Set<String> UNUSED = Set.of("resampler.pos_embed_k");

    @TempDir Path folder;

    @Test
    void rightFilePasses() {
        passes(mmproj());
        passes(mmproj().with("general.name", text("another")));
        passes(mmproj().without("v.blk.0.attn_q.bias"));
        passes(mmproj().shape("v.blk.0.ln1.weight", 256L, 1L));
    }

    @Test
    void textModelIsNoMmproj() {
        assertThatThrownBy(() -> MmprojCheck.check(EmbeddedModel.text(), WIDTH))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("is a minicpm model")
                .hasMessageContaining("Is it the text model?");
        refused(
                mmproj().with("clip.has_vision_encoder", new GgufValue.Bool(false)),
                "has no vision encoder");
        refused(
                mmproj().with("clip.projector_type", text("qwen2a")),
                "projector_type qwen2a, which hears and does not see");
    }

    @Test
    void metadataHasTheTypesThatLibmtmdReads() {
        refused(mmproj().with("clip.use_gelu", u32(1)), "clip.use_gelu of type u32; expected bool");
        refused(
                mmproj().with("clip.minicpmv_version", u32(3)),
                "clip.minicpmv_version of type u32; expected i32");
        refused(
                mmproj().with("clip.vision.image_size", new GgufValue.Int(GgufType.U64, 224)),
                "clip.vision.image_size of type u64; expected u32");
        refused(mmproj().with("general.name", u32(1)), "general.name of type u32; expected str");
        refused(mmproj().with("clip.vision.attention.layer_norm_epsilon", u32(0)), "expected f32");
    }

    @Test
    void numbersAreInRange() {
        refused("block_count", u32(0), "block_count = 0; allowed: 1 to 65536");
        refused("block_count", u32(7), "no tensor v.blk.6.");
        refused("embedding_length", u32(128), "v.patch_embd.weight of 28x28x3x256; expected");
        refused("attention.head_count", u32(3), "256 features for 3 heads; they must divide");
        refused("attention.head_count_kv", u32(3), "3 key heads for 4");
        refused("patch_size", u32(225), "patches of 225 pixels on images of 224");
        refused("patch_size", u32(14), "v.patch_embd.weight of 28x28x3x256; expected 14x14x3x256");
        refused("image_size", u32(28 * 71), "at most 70 patches stand side by side");
        refused("image_size", u32(1 << 14), "images of 16384; allowed");
        refused("feed_forward_length", u32(512), "v.blk.0.ffn_up.weight of 256x1024; expected");
        refused("preproc_max_tiles", u32(1000), "preproc_max_tiles = 1000; allowed: 0 to 256");
        for (float epsilon : new float[] {-1, Float.NaN, 1}) {
            refused("attention.layer_norm_epsilon", f32(epsilon), "allowed: 0 to below 1");
        }
        refused(mmproj().with("clip.minicpmv_query_num", u32(33)), "expected 256x33");
        refused(mmproj().without("clip.minicpmv_query_num"), "expected 256x64");
        var version = new GgufValue.Int(GgufType.I32, 7);
        refused(mmproj().with("clip.minicpmv_version", version), "clip.minicpmv_version 7; known");
    }

    @Test
    void pixelStatisticsAreThreeNumbers() {
        String mean = "clip.vision.image_mean";
        refused(mmproj().element(mean, 1, f32(Float.NaN)), "expected three finite numbers");
        refused(mmproj().element("clip.vision.image_std", 2, f32(0)), "expected three finite");
        refused(mmproj().array(mean, values -> values.subList(0, 2)), "expected three finite");
        refused(mmproj().without(mean), "has no " + mean);
    }

    /// An extent more or less in any tensor is found, and so is the lack of any but biases and the
    /// norms of blocks.
    @Test
    void everyTensorIsComparedWithTheMetadata() {
        for (TensorInfo tensor : GgufFile.read(EmbeddedModel.mmproj()).tensors()) {
            String name = tensor.name();
            if (UNUSED.contains(name)) {
                continue;
            }
            long row = tensor.shape().getFirst();
            Long[] shape = tensor.shape().toArray(Long[]::new);
            shape[0] = row + tensor.type().blockElements();
            refused(mmproj().shape(name, shape), "has ", "makes embeddings of 288");
            if (shape.length == 2) {
                shape[0] = row;
                shape[1]--;
                refused(mmproj().shape(name, shape), "has ");
            }
            if (!name.matches("v\\..*(bias|ln[12]\\.weight|_ln\\.weight)")) {
                refused(mmproj().without(name), "has no tensor " + name);
            }
        }
    }

    @Test
    void typesOfTensorsAreThoseOfTheOperations() {
        refused(
                mmproj().type("v.blk.2.ln1.weight", TensorType.F16),
                "v.blk.2.ln1.weight of type F16; biases and norms are F32");
        refused(
                mmproj().type("v.blk.2.attn_q.bias", TensorType.Q8_0),
                "v.blk.2.attn_q.bias of type Q8_0; biases and norms are F32");
        refused(
                mmproj().type("v.blk.2.attn_q.weight", TensorType.Q8_K),
                "v.blk.2.attn_q.weight of type Q8_K, which weights cannot have");
        refused(
                mmproj().type("resampler.query", TensorType.F16),
                "resampler.query of type F16; expected F32");
        refused(
                mmproj().shape("v.patch_embd.weight", 32L, 32L, 3L, 256L)
                        .type("v.patch_embd.weight", TensorType.Q8_0)
                        .with("clip.vision.patch_size", u32(32)),
                "allowed: [");
    }

    @Test
    void tensorsOfOtherFamiliesAreRefused() {
        refused(
                mmproj().add("v.class_embd", TensorType.F32, 256L),
                "v.class_embd, which this family does not have");
        refused(
                mmproj().add("v.blk.1.attn_qkv.weight", TensorType.F32, 256L, 768L),
                "v.blk.1.attn_qkv.weight, which this family does not have");
    }

    @Test
    void swappedFeedForwardOfOldExportsPasses() {
        var old = mmproj();
        for (int block = 0; block < 6; block++) {
            String prefix = "v.blk." + block + ".";
            old.shape(prefix + "ffn_up.weight", 1024L, 256L)
                    .shape(prefix + "ffn_up.bias", 256L)
                    .shape(prefix + "ffn_down.weight", 256L, 1024L)
                    .shape(prefix + "ffn_down.bias", 1024L);
        }
        passes(old);
    }

    @Test
    void mergersAreComparedWithTheMetadata() {
        passes(merging());
        refused(merging().shape("mm.up.weight", 1024L, 511L), "mm.up.bias of 512");
        refused(merging().shape("mm.input_norm.weight", 1023L), "mm.input_norm.weight of 1023");
        refused(merging().shape("mm.down.weight", 512L, 128L), "makes embeddings of 128 numbers");
        refused(merging().without("v.vit_merger.attn_k.weight"), "no tensor v.vit_merger.attn_k");
        refused(merging().shape("v.vit_merger.ds_ffn_down.weight", 64L, 255L), "64x255; expected");
        refused(
                merging().with("clip.vision.projector.scale_factor", u32(3)),
                "scale_factor 3; allowed: 2 and 4");
        refused(
                merging().with("clip.vision.image_size", u32(223)),
                "images of 223 pixels; a multiple of 112 is needed");
        var layers = new GgufValue.Array(GgufType.I32, List.of(new GgufValue.Int(GgufType.I32, 6)));
        refused(merging().with("clip.vision.wa_layer_indexes", layers), "a block below 6");
        passes(
                merging()
                        .with("clip.vision.projector.scale_factor", u32(2))
                        .without("v.vit_merger.attn_k.weight"));
    }

    /// The embedded encoder with the mergers of MiniCPM-V 4.6 behind it.
    private static ChangedGguf merging() {
        var changed = mmproj().with("clip.projector_type", text("minicpmv4_6"));
        for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_out")) {
            changed.add("v.vit_merger." + part + ".weight", TensorType.F32, 256L, 256L);
        }
        for (String norm : List.of("weight", "bias")) {
            changed.add("v.vit_merger.ln1." + norm, TensorType.F32, 256L)
                    .add("v.vit_merger.ds_ln." + norm, TensorType.F32, 1024L)
                    .add("mm.input_norm." + norm, TensorType.F32, 1024L);
        }
        return changed.add("v.vit_merger.ds_ffn_up.weight", TensorType.F32, 1024L, 64L)
                .add("v.vit_merger.ds_ffn_down.weight", TensorType.F32, 64L, 256L)
                .add("mm.up.weight", TensorType.F32, 1024L, 512L)
                .add("mm.up.bias", TensorType.F32, 512L)
                .add("mm.down.weight", TensorType.F32, 512L, 256L);
    }

    @Test
    void widthOfTheTextModelIsCompared() {
        Path file = mmproj().write(folder.resolve("mmproj.gguf"));
        assertThatThrownBy(() -> MmprojCheck.check(file, 2304))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("makes embeddings of 256 numbers")
                .hasMessageContaining("the text model takes 2304")
                .hasMessageContaining("different models");
    }

    @Test
    void blocksOfOtherFamiliesLookAlike() {
        refused(other().without("v.blk.3.attn_q.bias"), "nothing as v.blk.3.attn_q.bias");
        refused(
                other().shape("v.blk.3.ffn_up.weight", 288L, 1024L),
                "288x1024 as v.blk.3.ffn_up.weight, but 256x1024 in block 0");
        refused(other().without("v.blk.3.attn_k.weight"), "no attention in v.blk.3.*");
        refused(other().shape("v.blk.0.ln1.bias", 255L), "v.blk.0.ln1.bias of 255, but");
        refused(mmproj().with("clip.projector_type", text("mlp")), "mm.2.weight");
        passes(other());
    }

    private static ChangedGguf mmproj() {
        return ChangedGguf.of(EmbeddedModel.mmproj());
    }

    private static ChangedGguf other() {
        return mmproj().with("clip.projector_type", text("gemma3"));
    }

    private static GgufValue text(String value) {
        return new GgufValue.Text(value);
    }

    private void passes(ChangedGguf changed) {
        Path file = changed.write(folder.resolve("mmproj.gguf"));
        assertThatCode(() -> MmprojCheck.check(file, WIDTH)).doesNotThrowAnyException();
    }

    private void refused(String key, GgufValue value, String message) {
        refused(mmproj().with("clip.vision." + key, value), message);
    }

    private void refused(ChangedGguf changed, String... messages) {
        Path file = changed.write(folder.resolve("mmproj.gguf"));
        assertThatThrownBy(() -> MmprojCheck.check(file, WIDTH))
                .isInstanceOf(EncoderException.class)
                .hasMessageStartingWith(file.toString())
                .satisfies(e ->
                        assertThat(messages).as(e.getMessage()).anyMatch(e.getMessage()::contains));
    }
}
