package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How many batches an image of ten slices takes, alone and beside an answer.
@ExtendWith(NoLeaks.class)
class FusedPromptTest {
    private static final int SLICES = 10;
    private static final int SLICE_ROWS = 32;
    private static final int PREFILL_ROWS = 64;
    private static final Concurrency CONCURRENCY = new Concurrency(2, PREFILL_ROWS, 0);

    private static LlamaModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void imageOfTenSlicesIsOneBatch() {
        try (var batcher = Batcher.open(model, context(), ComputeTurn.sharedCores(), CONCURRENCY)) {
            assertThat(prefill(batcher)).isEqualTo(1);
        }
    }

    @Test
    void apartItIsTwoBatchesASlice() {
        try (var batcher =
                Batcher.openApart(model, context(), ComputeTurn.sharedCores(), CONCURRENCY)) {
            assertThat(prefill(batcher)).isEqualTo(2 * SLICES + 1);
        }
    }

    /// A slow prompt lets an answer have its token in every batch, and no batch has more than the
    /// prompt's part.
    @Test
    void answersGoOnBesideImages() {
        try (var batcher = Batcher.open(model, context(), ComputeTurn.sharedCores(), CONCURRENCY)) {
            var answering = job(new Prompt(List.of(text(4))), 100);
            begin(batcher, answering);
            batcher.step(() -> false);
            var slices = job(slices(), 1);
            begin(batcher, slices);
            Running writing = batcher.slots().running().getFirst();
            Running reading = batcher.slots().running().getLast();
            int batches = Math.ceilDiv(slices().tokens(), PREFILL_ROWS);
            for (int i = 1; i <= batches; i++) {
                assertThat(reading.isPrefilling()).isTrue();
                batcher.step(() -> false);
                assertThat(writing.sequence().rows()).isEqualTo(4 + i);
            }
            assertThat(batcher.slots().running()).containsExactly(writing);
        }
    }

    private static long prefill(Batcher batcher) {
        begin(batcher, job(slices(), 1));
        while (!batcher.slots().running().isEmpty()) {
            batcher.step(() -> false);
        }
        return batcher.batches();
    }

    private static void begin(Batcher batcher, DecodeJob job) {
        assertThat(batcher.slots().begin(job, () -> true)).isEqualTo(Slots.Begin.BEGUN);
    }

    /// Any token but that which ends the answer.
    private static DecodeJob job(Prompt prompt, int maxTokens) {
        var sampling = SamplingOptions.GREEDY.withTemperature(10).withSeed(1);
        return new DecodeJob(prompt, sampling, maxTokens, List.of(), () -> false);
    }

    private static Prompt slices() {
        var random = new Random(1);
        var parts = new ArrayList<PromptPart>();
        for (int slice = 0; slice < SLICES; slice++) {
            parts.add(text(3));
            var values = new float[SLICE_ROWS * model.embeddingSize()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.1f;
            }
            parts.add(
                    new PromptPart.Image(
                            new ImageEmbedding(
                                    SLICE_ROWS,
                                    model.embeddingSize(),
                                    values,
                                    Optional.empty(),
                                    true)));
        }
        parts.add(text(12));
        return new Prompt(parts);
    }

    private static PromptPart text(int tokens) {
        return new PromptPart.Tokens(Collections.nCopies(tokens, 300));
    }

    @SuppressWarnings("MustBeClosed") // the batcher closes it
    private static LlamaContext context() {
        return LlamaContext.open(
                model, new ContextParams(1024, 512, 512, CONCURRENCY.sequences(), 1, 1, false));
    }
}
