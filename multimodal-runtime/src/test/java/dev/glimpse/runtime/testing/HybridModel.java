package dev.glimpse.runtime.testing;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.WholeGguf;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// A decoder of the kind that MiniCPM-V 4.6 has (Qwen3.5: layers of a gated delta net, whose state
/// cannot be cut back, between layers of attention), tiny, of random weights, with the embedded
/// model's tokenizer. What it says means nothing.
public final class HybridModel {
    /// Floats in a row.
    public static final int WIDTH = 64;

    private static final int LAYERS = 4;
    private static final int HEAD = 32;
    private static final int HEADS = 2;
    private static final int FORWARD = 96;
    private static final int STATE = 32;
    private static final int INNER = 64;
    private static final int CONVOLVED = 2 * STATE + INNER;
    private static final int KERNEL = 4;
    private static final int NET_HEADS = INNER / STATE;

    private final Random random = new Random(46);
    private final WholeGguf file = WholeGguf.empty();

    private HybridModel() {}

    /// Writes it.
    public static Path write(Path target) {
        var model = new HybridModel();
        model.metadata();
        model.tensors();
        return model.file.write(target);
    }

    private void metadata() {
        var embedded = GgufFile.read(EmbeddedModel.text());
        embedded.metadata()
                .forEach((key, value) -> {
                    if (key.startsWith("tokenizer.")) {
                        file.with(key, value);
                    }
                });
        file.with("general.architecture", "qwen35");
        number("block_count", LAYERS);
        number("context_length", 4096);
        number("embedding_length", WIDTH);
        number("feed_forward_length", FORWARD);
        number("attention.head_count", HEADS);
        number("attention.head_count_kv", 1);
        number("attention.key_length", HEAD);
        number("attention.value_length", HEAD);
        number("rope.dimension_count", HEAD);
        number("full_attention_interval", 2);
        number("ssm.conv_kernel", KERNEL);
        number("ssm.state_size", STATE);
        number("ssm.group_count", 1);
        number("ssm.time_step_rank", NET_HEADS);
        number("ssm.inner_size", INNER);
        file.with("qwen35.attention.layer_norm_rms_epsilon", ChangedGguf.f32(1e-6f));
        file.with("qwen35.rope.freq_base", ChangedGguf.f32(10_000));
        file.with(
                "qwen35.rope.dimension_sections",
                new GgufValue.Array(
                        GgufType.I32,
                        IntStream.of(6, 5, 5, 0)
                                .<GgufValue>mapToObj(size -> new GgufValue.Int(GgufType.I32, size))
                                .toList()));
    }

    private void number(String name, int value) {
        file.with("qwen35." + name, ChangedGguf.u32(value));
    }

    private void tensors() {
        matrix("token_embd.weight", WIDTH, 4096, 0.5f);
        ones("output_norm.weight", WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "blk." + layer + ".";
            ones(block + "attn_norm.weight", WIDTH);
            ones(block + "post_attention_norm.weight", WIDTH);
            matrix(block + "ffn_gate.weight", WIDTH, FORWARD);
            matrix(block + "ffn_up.weight", WIDTH, FORWARD);
            matrix(block + "ffn_down.weight", FORWARD, WIDTH);
            if (layer % 2 == 0) {
                net(block);
            } else {
                attention(block);
            }
        }
    }

    private void net(String block) {
        matrix(block + "attn_qkv.weight", WIDTH, CONVOLVED);
        matrix(block + "attn_gate.weight", WIDTH, INNER);
        matrix(block + "ssm_conv1d.weight", KERNEL, CONVOLVED);
        vector(block + "ssm_dt.bias", NET_HEADS, 0.5f);
        vector(block + "ssm_a", NET_HEADS, -0.01f); // forgets slowly
        matrix(block + "ssm_beta.weight", WIDTH, NET_HEADS);
        matrix(block + "ssm_alpha.weight", WIDTH, NET_HEADS);
        ones(block + "ssm_norm.weight", STATE);
        matrix(block + "ssm_out.weight", INNER, WIDTH);
    }

    private void attention(String block) {
        matrix(block + "attn_q.weight", WIDTH, 2 * HEAD * HEADS);
        matrix(block + "attn_k.weight", WIDTH, HEAD);
        matrix(block + "attn_v.weight", WIDTH, HEAD);
        matrix(block + "attn_output.weight", HEAD * HEADS, WIDTH);
        ones(block + "attn_q_norm.weight", HEAD);
        ones(block + "attn_k_norm.weight", HEAD);
    }

    private void matrix(String name, int in, int out) {
        matrix(name, in, out, (float) (1 / Math.sqrt(in)));
    }

    private void matrix(String name, int in, int out, float spread) {
        var values = new float[in * out];
        for (int i = 0; i < values.length; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        file.tensor(name, values, (long) in, (long) out);
    }

    private void ones(String name, int count) {
        vector(name, count, 1);
    }

    private void vector(String name, int count, float value) {
        var values = new float[count];
        Arrays.fill(values, value);
        file.tensor(name, values, (long) count);
    }
}
