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
import dev.glimpse.runtime.decode.Slots.Begin;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who may begin, and what that costs the others.
@ExtendWith(NoLeaks.class)
class SlotsTest {
    private static final int CONTEXT = 512;
    private static final int LONG = 100;

    private LlamaModel model;
    private Batcher batcher;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
        var concurrency = new Concurrency(3, 64, 4);
        var params = new ContextParams(CONTEXT, 64, 64, concurrency.sequences(), 1, 1, false);
        batcher =
                Batcher.open(
                        model,
                        LlamaContext.open(model, params),
                        ComputeTurn.sharedCores(),
                        concurrency);
    }

    @AfterEach
    void close() {
        batcher.close();
        model.close();
    }

    @Test
    void whoWaitsForRoomCostsNobodyWhatIsKept() {
        keep(300);
        assertThat(batcher.slots().usedRows()).isEqualTo(LONG);
        // Promised nearly all that is not kept.
        assertThat(begin(job(1000, 10, 370))).isEqualTo(Begin.BEGUN);
        assertThat(begin(job(2000, 300, 1))).isEqualTo(Begin.NO_ROOM);
        assertThat(batcher.slots().usedRows()).isEqualTo(LONG);
        assertThat(begin(job(300, LONG + 20, 1))).isEqualTo(Begin.BEGUN);
        assertThat(batcher.slots().sharedRows()).isEqualTo(LONG);
    }

    @Test
    void whatOneBeginsWithStaysWhileTheRestOfItMakesRoom() {
        keep(300);
        // Fits only if all but the rows it begins with are forgotten.
        assertThat(begin(job(300, 90, CONTEXT - 89))).isEqualTo(Begin.BEGUN);
        assertThat(batcher.slots().sharedRows()).isEqualTo(88);
        assertThat(batcher.slots().usedRows()).isEqualTo(88);
    }

    /// Leaves a prompt's rows in the cache.
    private void keep(int firstToken) {
        assertThat(begin(job(firstToken, LONG, 1))).isEqualTo(Begin.BEGUN);
        while (!batcher.slots().running().isEmpty()) {
            batcher.step(() -> false);
        }
    }

    private Begin begin(DecodeJob job) {
        return batcher.slots().begin(job);
    }

    private static DecodeJob job(int firstToken, int tokens, int maxTokens) {
        var ids = IntStream.range(firstToken, firstToken + tokens).boxed().toList();
        return new DecodeJob(
                new Prompt(List.of(new PromptPart.Tokens(ids))),
                SamplingOptions.GREEDY,
                maxTokens,
                List.of(),
                () -> false);
    }
}
