package dev.glimpse.runtime.decode;

import static dev.glimpse.runtime.decode.Distributions.IMAGE_ROWS;
import static dev.glimpse.runtime.decode.Distributions.image;
import static dev.glimpse.runtime.decode.Distributions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.Slots.Begin;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.testing.HybridModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prefixes that had to make room in the KV cache and come back: with them the logits of the whole
/// vocabulary are those that the same prompt has beside what was never given up, to the bit.
@ExtendWith(NoLeaks.class)
class SavedPrefixesTest {
    private static final int CONTEXT = 256;
    private static final long PLENTY = 64L << 20;

    private static final KvPrecision QUANTIZED =
            new KvPrecision(KvType.Q8_0, KvType.Q8_0, FlashAttention.ON);

    @TempDir Path folder;
    private Optional<LlamaModel> opened = Optional.empty();

    @SuppressWarnings("MustBeClosed") // closed after the test
    private LlamaModel open(boolean hybrid) throws IOException {
        Path file =
                hybrid
                        ? HybridModel.write(folder.resolve("hybrid.gguf"))
                        : TextModelFile.small().write(folder);
        LlamaModel model = LlamaModel.open(file, ModelParams.CPU);
        opened = Optional.of(model);
        return model;
    }

    @AfterEach
    void close() {
        opened.ifPresent(LlamaModel::close);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false"})
    void savedAndRestoredIsAsGoodAsKept(boolean hybrid, boolean quantized) throws IOException {
        LlamaModel model = open(hybrid);
        KvPrecision precision = quantized ? QUANTIZED : KvPrecision.HALF;
        List<Double> kept;
        try (var batcher = batcher(model, precision, 4, 0)) {
            ask(batcher, image(1), text(300, 30));
            kept = ask(batcher, image(1), text(700, 30));
            assertThat(batcher.slots().sharedRows()).isEqualTo(IMAGE_ROWS);
        }
        try (var batcher = batcher(model, precision, 4, PLENTY)) {
            ask(batcher, image(1), text(300, 30));
            // Nearly all of the cache: what was there is given up.
            ask(batcher, text(1000, CONTEXT - 8));
            assertThat(saved(batcher).entries()).isPositive();
            assertThat(saved(batcher).bytes()).isPositive();
            assertThat(saved(batcher).restores()).isZero();
            long before = batcher.slots().sharedRows();
            assertThat(ask(batcher, image(1), text(700, 30))).isEqualTo(kept);
            assertThat(batcher.slots().sharedRows() - before).isEqualTo(IMAGE_ROWS);
            assertThat(saved(batcher).restores()).isEqualTo(1);
            assertThat(batcher.slots().usedRows()).isLessThanOrEqualTo(CONTEXT);
        }
    }

    @Test
    void anyRowsOfASavedPrefixServeWhereRowsAreShared() throws IOException {
        LlamaModel model = open(false);
        try (var batcher = batcher(model, KvPrecision.HALF, 4, PLENTY)) {
            ask(batcher, text(300, 90), text(2000, 60));
            ask(batcher, text(1000, CONTEXT - 8));
            long before = batcher.slots().sharedRows();
            ask(batcher, text(300, 90), text(3000, 10));
            assertThat(batcher.slots().sharedRows() - before).isEqualTo(90);
            // It is kept again, and is not saved a second time.
            long saves = saved(batcher).saves();
            ask(batcher, text(1000, CONTEXT - 8));
            assertThat(saved(batcher).restores()).isEqualTo(2);
            ask(batcher, text(300, 90), text(2000, 60));
            assertThat(saved(batcher).restores()).isEqualTo(3);
            assertThat(saved(batcher).saves()).isLessThanOrEqualTo(saves + 1);
        }
    }

    @Test
    void questionsAboutOneImageAreSavedOnceAndAConversationAsItGrows() throws IOException {
        LlamaModel model = open(false);
        try (var batcher = batcher(model, KvPrecision.HALF, 4, PLENTY)) {
            for (int question = 300; question < 600; question += 100) {
                ask(batcher, image(1), text(question, 8));
            }
            ask(batcher, text(1000, CONTEXT - 8));
            assertThat(saved(batcher).saves()).isEqualTo(1);
            long before = batcher.slots().sharedRows();
            ask(batcher, image(1), text(700, 8));
            assertThat(batcher.slots().sharedRows() - before).isEqualTo(IMAGE_ROWS);

            // It has grown by more than a third, and takes the place of its beginning.
            ask(batcher, image(1), text(700, 8), text(800, 30));
            ask(batcher, text(1000, CONTEXT - 8));
            before = batcher.slots().sharedRows();
            ask(batcher, image(1), text(700, 8), text(800, 30), text(900, 5));
            assertThat(batcher.slots().sharedRows() - before).isEqualTo(IMAGE_ROWS + 38);
        }
    }

    @Test
    void memoryIsBoundedAndTheLeastRecentlyUsedGoesFirst() throws IOException {
        LlamaModel model = open(false);
        long one;
        try (var batcher = batcher(model, KvPrecision.HALF, 1, PLENTY)) {
            ask(batcher, text(300, 60));
            ask(batcher, text(1000, 20));
            assertThat(saved(batcher).entries()).isEqualTo(1);
            one = saved(batcher).bytes();
        }
        try (var batcher = batcher(model, KvPrecision.HALF, 1, 2 * one)) {
            for (int first = 300; first < 1500; first += 300) {
                ask(batcher, text(first, 60));
                assertThat(saved(batcher).bytes()).isLessThanOrEqualTo(2 * one);
            }
            assertThat(saved(batcher).entries()).isEqualTo(2);
            long before = batcher.slots().sharedRows();
            ask(batcher, text(300, 60));
            assertThat(batcher.slots().sharedRows()).isEqualTo(before);
            ask(batcher, text(900, 60));
            assertThat(batcher.slots().sharedRows() - before).isEqualTo(58);
        }
        try (var batcher = batcher(model, KvPrecision.HALF, 1, one - 1)) {
            ask(batcher, text(300, 60));
            ask(batcher, text(600, 60));
            assertThat(saved(batcher)).isEqualTo(new PrefixStatistics.Saved(0, 0, 0, 0));
        }
    }

    @Test
    void moreThanHalfOfTheHeapIsRefused() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThatThrownBy(() -> SavedPrefixOptions.NONE.withMemoryBytes(heap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "savedPrefixMemory is "
                                + heap
                                + " bytes; allowed: 0 (none) to half of the heap of "
                                + heap
                                + " bytes (-Xmx)");
    }

    private static PrefixStatistics.Saved saved(Batcher batcher) {
        return batcher.slots().statistics().saved();
    }

    /// How likely each token is behind a prompt.
    private static List<Double> ask(Batcher batcher, PromptPart... parts) {
        var job = Distributions.of(parts);
        assertThat(batcher.slots().begin(job, () -> true)).isEqualTo(Begin.BEGUN);
        while (!batcher.slots().running().isEmpty()) {
            batcher.step(() -> false);
        }
        return Distributions.taken(job);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static Batcher batcher(
            LlamaModel model, KvPrecision precision, int prefixes, long savedBytes) {
        var concurrency =
                new Concurrency(
                        2, 64, prefixes, SavedPrefixOptions.NONE.withMemoryBytes(savedBytes));
        var params = new ContextParams(CONTEXT, 64, 64, concurrency.sequences(), 1, 1, false);
        return Batcher.open(
                model,
                LlamaContext.open(model, params, precision),
                ComputeTurn.sharedCores(),
                concurrency);
    }
}
