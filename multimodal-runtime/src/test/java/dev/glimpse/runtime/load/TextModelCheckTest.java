package dev.glimpse.runtime.load;

import static dev.glimpse.bindings.testing.ChangedGguf.f32;
import static dev.glimpse.bindings.testing.ChangedGguf.u32;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelCheckTest {
    @TempDir Path folder;

    @Test
    void rightFilePasses() {
        passes(model());
        passes(model().with("general.name", text("another")));
        passes(model().without("minicpm.rope.dimension_count"));
        passes(model().with("tokenizer.ggml.eot_token_id", u32(0xFFFF_FFFFL)));
    }

    @Test
    void architectureIsNamed() {
        refused(model().without("general.architecture"), "names no general.architecture");
        refused(model().with("general.architecture", text("llama")), "has no llama.context_length");
    }

    @Test
    void dimensionsAreInRange() {
        refused("block_count", u32(7), "7 blocks by its metadata, but no tensors of block 6");
        refused("block_count", u32(513), "minicpm.block_count = 513; allowed: 1 to 512");
        refused("context_length", u32(0), "minicpm.context_length = 0; allowed: 1 to");
        refused("context_length", u32(0xFFFF_FFFFL), "4294967295; expected a number that fits");
        refused("embedding_length", f32(256), "of type f32; expected an integer");
        refused("attention.head_count", u32(512), "512 heads for 256 features");
        refused("attention.head_count_kv", u32(3), "4 heads that share 3 key heads");
        refused("feed_forward_length", u32(1 << 21), "feed_forward_length = 2097152; allowed");
        refused("nextn_predict_layers", u32(6), "nextn_predict_layers 6 of 6 layers");
    }

    /// No file of these architectures is at hand; the checks of metadata come before the tensors.
    @Test
    void numbersOfOtherArchitecturesFitEachOther() {
        refused(
                as("minicpm3").with("minicpm3.attention.head_count_kv", u32(2)),
                "minicpm3 shares none");
        refused(
                as("qwen35").with("qwen35.full_attention_interval", u32(0)),
                "full_attention_interval 0");
        refused(
                as("qwen35").with("qwen35.ssm.inner_size", u32(129)),
                "ssm.inner_size 129 for 4 heads of 32");
        refused(as("qwen35").with("qwen35.ssm.group_count", u32(3)), "in 3 groups");
        refused(
                as("qwen35").add("blk.0.ssm_conv1d.weight", TensorType.F32, 4L, 256L),
                "no tensor blk.0.attn_qkv.weight");
        passes(as("qwen35"));
    }

    private ChangedGguf as(String architecture) {
        var changed = model().with("general.architecture", text(architecture));
        for (String name :
                List.of(
                        "context_length",
                        "embedding_length",
                        "block_count",
                        "attention.head_count")) {
            changed.with(
                    architecture + "." + name,
                    GgufFile.read(EmbeddedModel.text()).metadata().get("minicpm." + name));
        }
        return changed.with(architecture + ".ssm.inner_size", u32(128))
                .with(architecture + ".ssm.state_size", u32(32))
                .with(architecture + ".ssm.time_step_rank", u32(4))
                .with(architecture + ".ssm.group_count", u32(2))
                .with(architecture + ".ssm.conv_kernel", u32(4));
    }

    @Test
    void epsilonIsANumber() {
        String key = "attention.layer_norm_rms_epsilon";
        for (float epsilon : new float[] {-1e-5f, Float.NaN, Float.POSITIVE_INFINITY, 1}) {
            refused(key, f32(epsilon), "allowed: 0 to below 1");
        }
    }

    @Test
    void expertsAreUsed() {
        refused("expert_count", u32(8), "uses 0 of 8 experts");
        refused("expert_used_count", u32(2), "uses 2 of 0 experts");
        refused("expert_count", u32(2000), "2000 experts; allowed: 0 to 1024");
        refused("expert_group_count", u32(3), "0 experts in 3 groups");
        var perLayer = new GgufValue.Array(GgufType.U32, List.of(u32(2), u32(9)));
        refused(
                model().with("minicpm.expert_count", u32(8))
                        .with("minicpm.expert_used_count", perLayer),
                "uses 9 of 8 experts");
    }

    @Test
    void ropeFitsTheHeads() {
        refused("rope.dimension_count", u32(32), "rotates 32 of a head's 64 features");
        refused("rope.dimension_count", u32(0), "rotates 0 of a head's 64");
        refused(
                "rope.scaling.type",
                text("cubic"),
                "cubic; allowed: [linear, longrope, none, yarn]");
        for (var sections : List.of(List.of(0L), List.of(-1L, 2L), List.of(1L, 1L, 1L, 1L, 1L))) {
            var array =
                    new GgufValue.Array(
                            GgufType.I32,
                            sections.stream()
                                    .map(pairs ->
                                            (GgufValue) new GgufValue.Int(GgufType.I32, pairs))
                                    .toList());
            refused("rope.dimension_sections", array, "rope.dimension_sections");
        }
    }

    @Test
    void everyTokenIsThereOnce() {
        String tokens = "tokenizer.ggml.tokens";
        refused(model().element(tokens, 7, text("</s>")), "same text as tokens 2 and 7");
        refused(model().element(tokens, 7, text("</s>\0more")), "same text as tokens 2 and 7");
        refused(
                model().element(tokens, 7, text("[EMPTY_8]")).element(tokens, 8, text("")),
                "7 and 8");
        passes(model().element(tokens, 7, text("")));
        refused(model().with(tokens, u32(1)), tokens + " of type u32; expected texts");
        refused(model().array(tokens, _ -> List.of()), "has no tokenizer");
        refused(model().without(tokens), "has no " + tokens);
    }

    @Test
    void tokenizerIsComplete() {
        refused(model().with("tokenizer.ggml.model", text("none")), "has no tokenizer");
        refused(model().without("tokenizer.ggml.model"), "has no tokenizer");
        refused(
                model().with("tokenizer.ggml.model", text("bert")),
                "which a bert tokenizer does not");
        refused(model().element("tokenizer.ggml.tokens", byteToken(0xF0), text("x0")), "byte 240");
        refused(
                model().array("tokenizer.ggml.token_type", types -> types.subList(0, 4095)),
                "4096 tokens, but 4095 values of tokenizer.ggml.token_type");
        refused(model().with("tokenizer.ggml.eos_token_id", u32(4096)), "eos_token_id = 4096");
        refused(model().shape("token_embd.weight", 256L, 4095L), "256x4095; expected 256 by 4096");
        refused(model().with("tokenizer.chat_template", text("a\0b")), "a zero byte within");
    }

    private static int byteToken(int value) {
        return 9 + value;
    }

    @Test
    void tensorsHaveTypesThatCanBeComputedWith() {
        refused(
                model().type("blk.3.attn_norm.weight", TensorType.Q8_0),
                "blk.3.attn_norm.weight of type Q8_0; expected F32");
        refused(
                model().add("blk.0.ssm_a", TensorType.BF16, 4L),
                "blk.0.ssm_a of type BF16; expected F32");
        for (var type : List.of(TensorType.I8, TensorType.I32, TensorType.F64, TensorType.Q8_K)) {
            refused(
                    model().type("blk.3.attn_q.weight", type),
                    "blk.3.attn_q.weight of type " + type + ", which weights cannot have");
        }
    }

    private ChangedGguf model() {
        return ChangedGguf.of(EmbeddedModel.text());
    }

    private static GgufValue text(String value) {
        return new GgufValue.Text(value);
    }

    private void passes(ChangedGguf changed) {
        Path file = changed.write(folder.resolve("model.gguf"));
        assertThatCode(() -> TextModelCheck.check(file)).doesNotThrowAnyException();
    }

    private void refused(String key, GgufValue value, String message) {
        refused(model().with("minicpm." + key, value), message);
    }

    private void refused(ChangedGguf changed, String message) {
        Path file = changed.write(folder.resolve("model.gguf"));
        assertThatThrownBy(() -> TextModelCheck.check(file))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }
}
