package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Decoders of the MiniCPM architecture with random weights, to be measured: the embedded model's
/// vocabulary, filled up with words that no text has, and its chat template.
///
/// @param width floats a token
/// @param heads attention heads, each with keys and values of its own
/// @param blocks transformer blocks
/// @param ffnWidth floats a token inside a feed-forward step
/// @param vocabulary tokens, at least as many as the embedded model has
public record SyntheticTextModel(int width, int heads, int blocks, int ffnWidth, int vocabulary) {
    /// MiniCPM-2B's shape, 2.7 billion weights.
    public static final SyntheticTextModel MINICPM_2B =
            new SyntheticTextModel(2304, 36, 40, 5760, 122_753);

    private static final String VOCABULARY = "tokenizer.ggml.";
    private static final int CONTEXT = 4096;
    private static final int NORMAL_TOKEN = 1;
    private static final double RARE = -1e6;

    /// Writes it: matrices as `type`, embeddings and the output's matrix as Q6_K.
    public void write(TensorType type, Path file) throws IOException {
        var writer = new GgufWriter();
        GgufFile.read(EmbeddedModel.text()).metadata().forEach(writer::put);
        shape(writer);
        vocabulary(writer);
        matrix(writer, "token_embd", TensorType.Q6_K, width, vocabulary);
        // Of its own: with random weights, the embedding's would give the last token back, for
        // ever.
        matrix(writer, "output", TensorType.Q6_K, width, vocabulary);
        ones(writer, "output_norm");
        for (int block = 0; block < blocks; block++) {
            String name = "blk." + block + ".";
            ones(writer, name + "attn_norm");
            ones(writer, name + "ffn_norm");
            for (String part : List.of("q", "k", "v", "output")) {
                matrix(writer, name + "attn_" + part, type, width, width);
            }
            matrix(writer, name + "ffn_gate", type, width, ffnWidth);
            matrix(writer, name + "ffn_up", type, width, ffnWidth);
            matrix(writer, name + "ffn_down", type, ffnWidth, width);
        }
        writer.write(file);
    }

    private void shape(GgufWriter writer) {
        writer.put("general.name", "MiniCPM-2B's shape with random weights")
                .put("minicpm.context_length", CONTEXT)
                .put("minicpm.embedding_length", width)
                .put("minicpm.block_count", blocks)
                .put("minicpm.feed_forward_length", ffnWidth)
                .put("minicpm.attention.head_count", heads)
                .put("minicpm.attention.head_count_kv", heads)
                .put("minicpm.rope.dimension_count", width / heads)
                .put("minicpm.vocab_size", vocabulary)
                .put("minicpm.residual_scale", 1.4 / Math.sqrt(blocks));
    }

    private void vocabulary(GgufWriter writer) throws IOException {
        var metadata = GgufFile.read(EmbeddedModel.text()).metadata();
        var tokens = new ArrayList<>(elements(metadata.get(VOCABULARY + "tokens")));
        var scores = new ArrayList<>(elements(metadata.get(VOCABULARY + "scores")));
        var types = new ArrayList<>(elements(metadata.get(VOCABULARY + "token_type")));
        for (int id = tokens.size(); id < vocabulary; id++) {
            tokens.add(new GgufValue.Text("\u2581word" + id));
            scores.add(new GgufValue.Real(GgufType.F32, RARE));
            types.add(new GgufValue.Int(GgufType.I32, NORMAL_TOKEN));
        }
        writer.put(VOCABULARY + "tokens", tokens, GgufType.STRING)
                .put(VOCABULARY + "scores", scores, GgufType.F32)
                .put(VOCABULARY + "token_type", types, GgufType.I32);
    }

    private static List<GgufValue> elements(GgufValue value) {
        return ((GgufValue.Array) value).values();
    }

    private void ones(GgufWriter writer, String name) {
        writer.tensor(
                name + ".weight",
                TensorType.F32,
                () -> {
                    var ones = new float[width];
                    Arrays.fill(ones, 1);
                    return ones;
                },
                width);
    }

    private static void matrix(GgufWriter writer, String name, TensorType type, int in, int out) {
        writer.tensor(name + ".weight", type, uniform(name, in, out), in, out);
    }

    private static Supplier<float[]> uniform(String name, int in, int out) {
        return () -> {
            var random = new SplittableRandom(name.hashCode());
            float scale = (float) (Math.sqrt(3.0 / in) / (1L << 31));
            var values = new float[in * out];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt() * scale;
            }
            return values;
        };
    }
}
