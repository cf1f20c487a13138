package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.DecodeStatus;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.load.TextModelCheck;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.ImageEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text in a batch of embeddings is what it is in a batch of tokens, for each architecture that
/// [FusedArchitectures] lists.
@ExtendWith(NoLeaks.class)
class FusedLogitsTest {
    private static final System.Logger LOGGER = System.getLogger(FusedLogitsTest.class.getName());
    private static final int CONTEXT = 256;
    private static final int IMAGE_ROWS = 24;
    private static final int OUTPUTS = 7;
    private static final List<Integer> ANSWER = List.of(310, 420, 350);

    /// How far logits may be apart of prompts that are cut into batches in other ways: products of
    /// several rows and of one are added up in other orders. The logits here have a spread of 1 to
    /// 4. Where the batches are the same, nothing may differ.
    private static final double TOLERANCE = 2e-3;

    @TempDir private Path folder;

    private Path file(String architecture) throws IOException {
        return switch (architecture) {
            case "minicpm" -> EmbeddedModel.text();
            case "granite" ->
                    TextModelFile.embeddedAs(architecture)
                            .with("attention.scale", 0.125)
                            .write(folder);
            case "qwen2vl" ->
                    TextModelFile.embeddedAs(architecture).withSections(8, 4, 4, 0).write(folder);
            case "qwen3" -> qwen3().write(folder);
            case "qwen35" -> CanvasGolden.model(folder, "qwen35.gguf");
            case "minicpm3" -> minicpm3().write(folder);
            default -> TextModelFile.embeddedAs(architecture).write(folder);
        };
    }

    private static TextModelFile qwen3() throws IOException {
        var model = TextModelFile.embeddedAs("qwen3");
        for (int block = 0; block < 6; block++) {
            model.withTensor("blk." + block + ".attn_q_norm.weight", 64);
            model.withTensor("blk." + block + ".attn_k_norm.weight", 64);
        }
        return model;
    }

    private static TextModelFile minicpm3() throws IOException {
        int width = 128;
        var model =
                TextModelFile.random("minicpm3")
                        .with("context_length", 1024)
                        .with("embedding_length", width)
                        .with("block_count", 2)
                        .with("feed_forward_length", 256)
                        .with("attention.head_count", 4)
                        .with("attention.head_count_kv", 4)
                        .with("attention.layer_norm_rms_epsilon", 1e-6)
                        .with("vocab_size", 4096)
                        .with("attention.q_lora_rank", 64)
                        .with("attention.kv_lora_rank", 64)
                        .with("attention.key_length", 48)
                        .with("rope.dimension_count", 16)
                        .withTensor("token_embd.weight", width, 4096)
                        .withTensor("output_norm.weight", width)
                        .withTensor("rope_factors_long.weight", 8)
                        .withTensor("rope_factors_short.weight", 8);
        for (int block = 0; block < 2; block++) {
            String prefix = "blk." + block + ".";
            model.withTensor(prefix + "attn_norm.weight", width)
                    .withTensor(prefix + "attn_q_a_norm.weight", 64)
                    .withTensor(prefix + "attn_kv_a_norm.weight", 64)
                    .withTensor(prefix + "attn_q_a.weight", width, 64)
                    .withTensor(prefix + "attn_q_b.weight", 64, 192)
                    .withTensor(prefix + "attn_kv_a_mqa.weight", width, 80)
                    .withTensor(prefix + "attn_kv_b.weight", 64, 256)
                    .withTensor(prefix + "attn_output.weight", 128, width)
                    .withTensor(prefix + "ffn_norm.weight", width)
                    .withTensor(prefix + "ffn_gate.weight", width, 256)
                    .withTensor(prefix + "ffn_down.weight", 256, width)
                    .withTensor(prefix + "ffn_up.weight", width, 256);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "granite",
                "llama",
                "minicpm",
                "minicpm3",
                "qwen2",
                "qwen2vl",
                "qwen3",
                "qwen35"
            })
    void fusedIsStepwise(String architecture) throws IOException {
        Path file = file(architecture);
        TextModelCheck.check(file);
        try (var model = LlamaModel.open(file, ModelParams.CPU)) {
            requireFusedIsStepwise(model);
        }
    }

    static void requireFusedIsStepwise(LlamaModel model) {
        int width = model.inputEmbeddingSize();
        var random = new Random(5);
        boolean sideBySide = model.positionsPerToken() > 1;
        var text = PromptRows.of(new Prompt(List.of(text(30, random))), OUTPUTS);
        var mixed =
                PromptRows.of(
                        new Prompt(
                                List.of(
                                        text(5, random),
                                        image(width, random, sideBySide),
                                        text(3, random),
                                        image(width, random, false),
                                        text(OUTPUTS + 2, random))),
                        OUTPUTS);
        var params = new ContextParams(CONTEXT, 128, 128, 1, 1, 1, false);
        try (var context = LlamaContext.open(model, params, KvPrecision.FULL);
                var fused = BatchRows.open(model, context);
                var apart = BatchRows.apart(model, context)) {
            assertThat(fused.fused()).isTrue();
            assertThat(apart.fused()).isFalse();
            var steps = new Steps(context);
            assertThat(worst(steps.whole(fused, text), steps.byKind(apart, text))).isZero();
            double worst = worst(steps.whole(fused, mixed), steps.byKind(apart, mixed));
            LOGGER.log(
                    System.Logger.Level.INFO,
                    model.architecture() + ": fused and stepwise differ by " + worst);
            assertThat(worst).isLessThan(TOLERANCE);
        }
    }

    /// Rows of a prompt into batches, and their logits.
    private record Steps(LlamaContext context) {

        /// A prompt, and each token of the answer, in a batch of embeddings.
        List<float[]> whole(BatchRows rows, PromptRows prompt) {
            context.memory().clear();
            var logits = new ArrayList<float[]>();
            rows.begin(true);
            decode(rows, prompt, 0, prompt.size(), logits);
            answer(rows, prompt, true, logits);
            return logits;
        }

        /// Text in batches of tokens, images in others.
        List<float[]> byKind(BatchRows rows, PromptRows prompt) {
            context.memory().clear();
            var logits = new ArrayList<float[]>();
            int row = 0;
            while (row < prompt.size()) {
                rows.begin(prompt.isImage(row));
                int end = row + prompt.run(row);
                decode(rows, prompt, row, end, logits);
                row = end;
            }
            answer(rows, prompt, false, logits);
            return logits;
        }

        private void decode(
                BatchRows rows, PromptRows prompt, int from, int to, List<float[]> logits) {
            var outputs = new ArrayList<Integer>();
            for (int row = from; row < to; row++) {
                int added = rows.addPrompt(prompt, row, 0);
                if (prompt.isOutput(row)) {
                    outputs.add(added);
                }
            }
            assertThat(context.decode(rows.batch())).isEqualTo(DecodeStatus.DONE);
            outputs.forEach(row -> logits.add(context.logits(row).toArray()));
        }

        private void answer(
                BatchRows rows, PromptRows prompt, boolean embeddings, List<float[]> logits) {
            for (int i = 0; i < ANSWER.size(); i++) {
                rows.begin(embeddings);
                int row = rows.addToken(prompt.answerKey(i, ANSWER.get(i)), 0, true);
                assertThat(context.decode(rows.batch())).isEqualTo(DecodeStatus.DONE);
                logits.add(context.logits(row).toArray());
            }
        }
    }

    private static double worst(List<float[]> found, List<float[]> expected) {
        assertThat(found).hasSize(OUTPUTS + ANSWER.size()).hasSameSizeAs(expected);
        double worst = 0;
        for (int row = 0; row < found.size(); row++) {
            for (int token = 0; token < found.get(row).length; token++) {
                double error = Math.abs(found.get(row)[token] - expected.get(row)[token]);
                worst = error <= worst ? worst : error; // NaN is worst of all
            }
        }
        return worst;
    }

    private static PromptPart text(int tokens, Random random) {
        return new PromptPart.Tokens(random.ints(tokens, 300, 500).boxed().toList());
    }

    private static PromptPart image(int width, Random random, boolean sideBySide) {
        var values = new float[IMAGE_ROWS * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.1f;
        }
        Optional<DecoderPositions> places =
                sideBySide
                        ? Optional.of(
                                new DecoderPositions(
                                        new int[IMAGE_ROWS],
                                        IntStream.range(0, IMAGE_ROWS).map(i -> i / 6).toArray(),
                                        IntStream.range(0, IMAGE_ROWS).map(i -> i % 6).toArray(),
                                        6))
                        : Optional.empty();
        return new PromptPart.Image(new ImageEmbedding(IMAGE_ROWS, width, values, places, true));
    }

    /// Nobody compared it.
    @Test
    void othersAreNotFused() throws IOException {
        var model =
                TextModelFile.embeddedAs("gemma")
                        .with("attention.key_length", 64)
                        .with("attention.value_length", 64);
        try (var gemma = LlamaModel.open(model.write(folder), ModelParams.CPU);
                var context =
                        LlamaContext.open(
                                gemma, new ContextParams(CONTEXT, 128, 128, 1, 1, 1, false));
                var rows = BatchRows.open(gemma, context)) {
            assertThat(rows.fused()).isFalse();
        }
    }
}
