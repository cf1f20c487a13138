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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        batcher = batcher(new Concurrency(3, 64, 4));
    }

    @SuppressWarnings("MustBeClosed") // closed after each test
    private Batcher batcher(Concurrency concurrency) {
        var params = new ContextParams(CONTEXT, 64, 64, concurrency.sequences(), 1, 1, false);
        return Batcher.open(
                model, LlamaContext.open(model, params), ComputeTurn.sharedCores(), concurrency);
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

    @Test
    void answersToOnePromptComputeItOnce() {
        List<DecodeJob> jobs = answers(3, 1);
        runAll(jobs);
        assertThat(batcher.slots().sharedRows()).isEqualTo(2L * LONG);
        assertThat(jobs).allSatisfy(job -> assertThat(told).containsKey(jobs.indexOf(job)));
        // What the first left, and nothing of the others.
        assertThat(batcher.slots().usedRows()).isEqualTo(LONG);
    }

    @Test
    void answersToOnePromptComputeItOnceWhereNothingIsKept() {
        batcher.close();
        batcher = batcher(new Concurrency(3, 64, 0));
        runAll(answers(3, 4));
        assertThat(batcher.slots().sharedRows()).isEqualTo(2L * LONG);
        assertThat(batcher.slots().usedRows()).isZero();
    }

    @Test
    void choicesLeaveTheRowsOfTheirPrompt() {
        var prompt = prompt(300, LONG);
        for (int choice = 0; choice < 3; choice++) {
            runAll(
                    List.of(
                            DecodeJob.scoring(
                                    prompt,
                                    List.of(800 + choice, 900, 901),
                                    List.of(7, 8),
                                    () -> false)));
            assertThat(batcher.slots().usedRows()).isEqualTo(LONG);
        }
        assertThat(batcher.slots().keptSequences()).isEqualTo(1);
    }

    private final Map<Integer, DecodeEvent.Done> told = new HashMap<>();

    private List<DecodeJob> answers(int count, int maxTokens) {
        return DecodeJob.answers(
                prompt(300, LONG),
                Collections.nCopies(
                        count, AnswerRules.plain(SamplingOptions.GREEDY, maxTokens, List.of())),
                () -> false,
                (event, answer) -> {
                    if (event instanceof DecodeEvent.Done done) {
                        told.put(answer, done);
                    }
                });
    }

    private void runAll(List<DecodeJob> jobs) {
        var waiting = new ArrayList<>(jobs);
        do {
            waiting.removeIf(job -> begin(job) == Begin.BEGUN);
            batcher.step(() -> false);
        } while (!waiting.isEmpty() || !batcher.slots().running().isEmpty());
    }

    /// Leaves a prompt's rows in the cache.
    private void keep(int firstToken) {
        assertThat(begin(job(firstToken, LONG, 1))).isEqualTo(Begin.BEGUN);
        while (!batcher.slots().running().isEmpty()) {
            batcher.step(() -> false);
        }
    }

    private Begin begin(DecodeJob job) {
        return batcher.slots().begin(job, () -> true);
    }

    private static DecodeJob job(int firstToken, int tokens, int maxTokens) {
        return new DecodeJob(
                prompt(firstToken, tokens),
                SamplingOptions.GREEDY,
                maxTokens,
                List.of(),
                () -> false);
    }

    private static Prompt prompt(int firstToken, int tokens) {
        var ids = IntStream.range(firstToken, firstToken + tokens).boxed().toList();
        return new Prompt(List.of(new PromptPart.Tokens(ids)));
    }
}
