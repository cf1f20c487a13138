package dev.glimpse.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.runtime.testing.HybridModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The estimate beside what llama.cpp reports that it allocated.
@ExtendWith(NoLeaks.class)
class MemoryEstimateTest {
    /// MiB: half of the last digit that the log has, for each of a few buffers.
    private static final double ROUNDING = 0.02;

    /// How far scratch may be estimated above what is allocated; never below.
    private static final double FACTOR = 1.6;

    private static final int BATCH = 512;

    @TempDir Path folder;

    @Test
    void plainDecoderTakesWhatIsEstimated() {
        compare(EmbeddedModel.text(), 2048, 24, KvPrecision.HALF);
        compare(EmbeddedModel.text(), 8192, 1, KvPrecision.HALF);
        compare(EmbeddedModel.text(), 1000, 4, KvPrecision.HALF);
    }

    @Test
    void typesOfKeysAndValuesCount() {
        compare(
                EmbeddedModel.text(),
                4096,
                8,
                new KvPrecision(KvType.Q8_0, KvType.Q4_0, FlashAttention.ON));
        compare(
                EmbeddedModel.text(),
                2048,
                8,
                new KvPrecision(KvType.F16, KvType.F16, FlashAttention.OFF));
        compare(EmbeddedModel.text(), 2048, 8, KvPrecision.FULL);
    }

    @Test
    void recurrentStateIsThereForEachSequence() {
        Path hybrid = HybridModel.write(folder.resolve("hybrid.gguf"));
        compare(hybrid, 2048, 1, KvPrecision.HALF);
        compare(hybrid, 2048, 24, KvPrecision.HALF);
    }

    private static void compare(Path file, int context, int sequences, KvPrecision precision) {
        var files = new MemoryEstimate.Files(GgufFile.read(file), 0, List.of());
        MemoryUse use =
                new MemoryEstimate(files, precision, PlacementOptions.DEFAULT, BATCH)
                        .uses(
                                context,
                                new Concurrency(sequences, 64, 0),
                                List.of(new DeviceMemory(DeviceMemory.CPU, 1L << 40)))
                        .getFirst();
        var params = new ContextParams(context, BATCH, BATCH, sequences, 1, 1, false);
        try (var allocated = new NativeAllocations();
                var model = LlamaModel.open(file, ModelParams.CPU);
                var _ = LlamaContext.open(model, params, precision)) {
            assertThat(mebibytes(use.weights()))
                    .isCloseTo(allocated.mebibytes("model"), within(ROUNDING));
            assertThat(mebibytes(use.kvCache()))
                    .isCloseTo(allocated.mebibytes("KV"), within(ROUNDING));
            assertThat(mebibytes(use.state()))
                    .isCloseTo(allocated.mebibytes("RS"), within(ROUNDING));
            double scratch = allocated.mebibytes("compute") + allocated.mebibytes("output");
            assertThat(scratch).isPositive();
            assertThat(mebibytes(use.scratch())).isBetween(scratch - ROUNDING, scratch * FACTOR);
        }
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
