package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.DecodeStatus;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// MiniCPM-128K's rotary embedding as llama.cpp wants it: `rope.scaling.type` is `longrope`, and
/// two tensors hold a factor for each pair of a head's features, `rope_factors_short.weight` for
/// contexts of up to `rope.scaling.original_context_length` and `rope_factors_long.weight` for
/// longer ones. Shown on the embedded model with such factors.
@ExtendWith(NoLeaks.class)
class LongRopeTest {
    private static final int ORIGINAL_CONTEXT = 512;
    private static final int[] TOKENS = {1, 300, 400, 500, 600, 700, 800, 900};

    @Test
    void contextLengthChoosesTheFactors(@TempDir Path folder) throws IOException {
        Path file = withFactors(folder, 1, 4);
        TextModelCheck.check(file);
        float[] plain = logits(EmbeddedModel.text(), 256);
        assertThat(logits(file, 256)).isEqualTo(plain);
        float[] scaled = logits(file, 1024);
        assertThat(scaled).doesNotContain(Float.NaN).isNotEqualTo(plain);
        // The same factors, once as those of long contexts and once as those of short ones.
        assertThat(logits(withFactors(folder, 4, 1), 256)).isEqualTo(scaled);
    }

    /// Data of the original, then the factors.
    private static Path withFactors(Path folder, float shortFactor, float longFactor)
            throws IOException {
        var original = GgufFile.read(EmbeddedModel.text());
        Map<String, GgufValue> metadata = new LinkedHashMap<>(original.metadata());
        metadata.put("minicpm.rope.scaling.type", new GgufValue.Text("longrope"));
        metadata.put(
                "minicpm.rope.scaling.original_context_length",
                new GgufValue.Int(GgufType.U32, ORIGINAL_CONTEXT));
        byte[] all = Files.readAllBytes(original.path());
        int begin = Math.toIntExact(original.dataOffset());
        var data = new ByteArrayOutputStream();
        data.write(all, begin, all.length - begin);
        int pairs =
                original.integer("minicpm.embedding_length").orElseThrow()
                        / original.integer("minicpm.attention.head_count").orElseThrow()
                        / 2;
        var tensors = new ArrayList<>(original.tensors());
        tensors.add(append(data, "rope_factors_short.weight", pairs, shortFactor));
        tensors.add(append(data, "rope_factors_long.weight", pairs, longFactor));
        var file = new ByteArrayOutputStream();
        file.writeBytes(GgufWriter.header(metadata, tensors));
        file.writeBytes(data.toByteArray());
        return Files.write(folder.resolve("long-" + shortFactor + ".gguf"), file.toByteArray());
    }

    private static TensorInfo append(
            ByteArrayOutputStream data, String name, int pairs, float factor) {
        while (data.size() % 32 != 0) {
            data.write(0);
        }
        long offset = data.size();
        var floats = ByteBuffer.allocate(pairs * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pairs; i++) {
            floats.putFloat(factor);
        }
        data.writeBytes(floats.array());
        return new TensorInfo(
                name, TensorType.F32, List.of((long) pairs), offset, floats.capacity());
    }

    private static float[] logits(Path file, int contextTokens) {
        var params = new ContextParams(contextTokens, 64, 64, 1, 1, 1, false);
        try (var model = LlamaModel.open(file, ModelParams.CPU);
                var context = LlamaContext.open(model, params);
                var batch = TokenBatch.open(context)) {
            for (int i = 0; i < TOKENS.length; i++) {
                batch.add(TOKENS[i], i, 0, i == TOKENS.length - 1);
            }
            assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
            return context.logits(TOKENS.length - 1).toArray();
        }
    }
}
