package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.DecodeStatus;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// MiniCPM, MiniCPM3 and a mixture of experts against the official implementation: the logits of
/// every token of three prompts, and eight tokens that follow. `-Dglimpse.golden.dir=DIR` names the
/// folder with `text` and `resampler`.
///
/// The bounds are twice the greatest difference that the goldens' makers saw between the official
/// code and llama.cpp on a CPU (8e-5, 9e-5 and 3e-5 at a spread of 1.6, 1.1 and 1.1), since kernels
/// and the order of sums differ by processor.
@ExtendWith(NoLeaks.class)
@EnabledIfSystemProperty(
        named = "glimpse.golden.dir",
        matches = ".+",
        disabledReason = "the goldens are given by -Dglimpse.golden.dir")
class TextGoldenTest {
    private static final System.Logger LOGGER = System.getLogger(TextGoldenTest.class.getName());
    private static final ContextParams PARAMS = new ContextParams(128, 64, 64, 1, 1, 1, false);

    @ParameterizedTest
    @CsvSource({
        "minicpm, minicpm, 1.6e-4",
        "minicpm3, minicpm3, 1.8e-4",
        "minicpm_moe, minicpm-moe, 6e-5"
    })
    void logitsAreTheOfficialOnes(String key, String prefix, double bound) throws IOException {
        Path folder = Path.of(System.getProperty("glimpse.golden.dir")).resolve("text");
        JsonNode golden = JsonMapper.shared().readTree(folder.resolve("golden.json")).get(key);
        Path file = folder.resolve(golden.get("gguf").stringValue()).normalize();
        TextModelCheck.check(file);
        try (var model = LlamaModel.open(file, ModelParams.CPU);
                var context = LlamaContext.open(model, PARAMS, KvPrecision.FULL);
                var batch = TokenBatch.open(context)) {
            int number = 0;
            for (JsonNode expected : golden.get("cases")) {
                float[] logits = npy(folder.resolve(prefix + "." + number + ".logits.npy"));
                List<Integer> prompt = ints(expected.get("input_ids"));
                double worst = worst(decode(context, batch, prompt), logits);
                LOGGER.log(
                        System.Logger.Level.INFO,
                        prefix
                                + " "
                                + number
                                + ": "
                                + prompt.size()
                                + " tokens, max error "
                                + worst);
                assertThat(worst).as(prefix + " " + number).isLessThan(bound);
                assertThat(following(context, batch, prompt, 8))
                        .isEqualTo(ints(expected.get("greedy_8")));
                number++;
            }
            assertThat(number).isEqualTo(3);
        }
    }

    private static float[] decode(LlamaContext context, TokenBatch batch, List<Integer> tokens) {
        context.memory().clear();
        batch.clear();
        for (int i = 0; i < tokens.size(); i++) {
            batch.add(tokens.get(i), i, 0, true);
        }
        assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
        int size = context.logits(0).size();
        float[] all = new float[tokens.size() * size];
        for (int i = 0; i < tokens.size(); i++) {
            System.arraycopy(context.logits(i).toArray(), 0, all, i * size, size);
        }
        return all;
    }

    /// The likeliest tokens after a prompt that was decoded, one by one.
    private static List<Integer> following(
            LlamaContext context, TokenBatch batch, List<Integer> prompt, int count) {
        var tokens = new ArrayList<Integer>();
        int row = prompt.size() - 1;
        for (int i = 0; i < count; i++) {
            float[] logits = context.logits(row).toArray();
            int best = 0;
            for (int token = 1; token < logits.length; token++) {
                best = logits[token] > logits[best] ? token : best;
            }
            tokens.add(best);
            batch.clear();
            row = batch.add(best, prompt.size() + i, 0, true);
            assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
        }
        return tokens;
    }

    private static double worst(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            double error = Math.abs(found[i] - expected[i]);
            worst = error <= worst ? worst : error; // NaN is worst of all
        }
        return worst;
    }

    private static List<Integer> ints(JsonNode array) {
        return array.valueStream().map(JsonNode::intValue).toList();
    }

    /// The floats of a NumPy file of version 1: magic, header length, header, data.
    private static float[] npy(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getShort(8);
        var text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
        assertThat(text).contains("'<f4'").contains("'fortran_order': False");
        var floats =
                bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }
}
