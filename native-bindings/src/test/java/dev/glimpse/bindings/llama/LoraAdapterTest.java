package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.bindings.testing.WholeGguf;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An adapter beside its weight gives what the weight with the adapter added gives.
@ExtendWith(NoLeaks.class)
class LoraAdapterTest {
    private static final String WEIGHT = "blk.5.ffn_down.weight";
    private static final int IN = 704;
    private static final int OUT = 256;
    private static final int RANK = 4;
    private static final float ALPHA = 8;
    private static final float SCALE = 0.5f;

    /// The same sums in another order, of a range of 30.
    private static final float TOLERANCE = 2e-3f;

    @TempDir static Path folder;

    private static Path base;
    private static Path merged;
    private static Path adapter;

    @BeforeAll
    static void write() {
        var file = WholeGguf.of(EmbeddedModel.text());
        float[] weight = file.dequantized(WEIGHT);
        base = file.tensor(WEIGHT, weight, (long) IN, (long) OUT).write(folder.resolve("base"));
        var random = new Random(7);
        float[] a = values(random, IN * RANK);
        float[] b = values(random, RANK * OUT);
        float[] sum = weight.clone();
        for (int out = 0; out < OUT; out++) {
            for (int in = 0; in < IN; in++) {
                for (int rank = 0; rank < RANK; rank++) {
                    sum[out * IN + in] +=
                            SCALE * ALPHA / RANK * b[out * RANK + rank] * a[rank * IN + in];
                }
            }
        }
        merged = file.tensor(WEIGHT, sum, (long) IN, (long) OUT).write(folder.resolve("merged"));
        adapter =
                WholeGguf.empty()
                        .with("general.type", "adapter")
                        .with("general.architecture", "minicpm")
                        .with("adapter.type", "lora")
                        .with("adapter.lora.alpha", ChangedGguf.f32(ALPHA))
                        .tensor(WEIGHT + ".lora_a", a, (long) IN, (long) RANK)
                        .tensor(WEIGHT + ".lora_b", b, (long) RANK, (long) OUT)
                        .write(folder.resolve("adapter"));
    }

    private static float[] values(Random random, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 0.2f - 0.1f;
        }
        return values;
    }

    @Test
    void adaptedIsMerged() {
        float[] expected = logits(merged, 0);
        float[] adapted = logits(base, SCALE);
        assertThat(adapted).usingComparatorWithPrecision(TOLERANCE).containsExactly(expected);
        float[] plain = logits(base, 0);
        float changed = 0;
        for (int token = 0; token < plain.length; token++) {
            changed = Math.max(changed, Math.abs(plain[token] - expected[token]));
        }
        assertThat(changed).isGreaterThan(20 * TOLERANCE);
    }

    @Test
    void adapterStaysOpenWhileAContextComputesWithIt() {
        try (var model = LlamaModel.open(base, ModelParams.CPU);
                var lora = LoraAdapter.open(model, adapter)) {
            try (var context = LlamaContext.open(model, LlamaModelTest.SMALL)) {
                context.adapt(Map.of(lora, 1f));
                assertThatThrownBy(lora::close).hasMessageContaining("in use by 1");
                context.adapt(Map.of()); // or it could not be closed now
            }
        }
    }

    @Test
    void whatIsNoAdapterIsRefusedWithLlamasReason() {
        try (var model = LlamaModel.open(base, ModelParams.CPU)) {
            assertThatThrownBy(() -> LoraAdapter.open(model, base).close())
                    .isInstanceOf(NativeCallException.class)
                    .hasMessageContaining("expect general.type to be 'adapter'");
        }
    }

    private static float[] logits(Path file, float scale) {
        try (var model = LlamaModel.open(file, ModelParams.CPU);
                var lora = LoraAdapter.open(model, adapter);
                var context = LlamaContext.open(model, LlamaModelTest.SMALL);
                var batch = TokenBatch.open(context)) {
            context.adapt(Map.of(lora, scale));
            for (int position = 0; position < 12; position++) {
                batch.add(300 + position, position, 0, position == 11);
            }
            assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
            Logits logits = context.logits(11);
            var values = new float[logits.size()];
            for (int token = 0; token < values.length; token++) {
                values[token] = logits.get(token);
            }
            return values;
        }
    }
}
