package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.handle.OpenHandles;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DecodeThreadTest {
    private static final int CONTEXT = 512;
    private static final int BATCH = 16;

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

    @SuppressWarnings("MustBeClosed") // the decode thread takes it over
    private static LlamaContext context() {
        return LlamaContext.open(model, new ContextParams(CONTEXT, BATCH, BATCH, 1, 1, 1, false));
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static DecodeThread start() {
        return DecodeThread.start(
                model, context(), ComputeTurn.sharedCores(), Concurrency.ONE, Optional.empty());
    }

    @Test
    @SuppressWarnings("MustBeClosed") // what cannot start closes it
    void threadThatCannotStartLeavesNothingOpen() {
        var before = OpenHandles.list();
        assertThatThrownBy(() ->
                        DecodeThread.start(
                                Batcher.open(
                                        model,
                                        context(),
                                        ComputeTurn.sharedCores(),
                                        Concurrency.ONE),
                                Optional.empty(),
                                _ -> {
                                    throw new OutOfMemoryError("unable to create native thread");
                                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(OpenHandles.list()).isEqualTo(before);
    }

    @Test
    void jobThatWaitsIsWithdrawnAtOnce() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var thread = start()) {
            var running =
                    job(
                            8,
                            3,
                            () -> {
                                begun.countDown();
                                awaitFully(go);
                                return false;
                            });
            thread.submit(running);
            begun.await();
            var waiting = job(8, 3, DecodeThreadTest::never);
            thread.submit(waiting);
            thread.withdraw(waiting);
            assertThat(((DecodeEvent.Done) waiting.take()).reason())
                    .isEqualTo(FinishReason.CANCELLED);
            go.countDown();
            thread.withdraw(running);
            assertThat(end(running)).isInstanceOf(DecodeEvent.Done.class);
            assertThat(((DecodeEvent.Done) end(job(thread, 8, 3))).tokens()).isPositive();
        }
    }

    @Test
    void cancelledPromptEndsWithinABatch() throws Exception {
        var asked = new AtomicInteger();
        try (var thread = start()) {
            // The first question comes before the first batch of twenty.
            var job = job(20 * BATCH, 3, () -> asked.incrementAndGet() > 2);
            thread.submit(job);
            var done = (DecodeEvent.Done) job.take();
            assertThat(done.reason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(done.tokens()).isZero();
            assertThat(asked.get()).isBetween(3, 5);
        }
    }

    @Test
    void answerEndsWhereTheContextDoes() throws Exception {
        try (var thread = start()) {
            var ids = Collections.nCopies(CONTEXT - 2, 300);
            // Ends by length unless the model ends its turn first; never by a full cache.
            var done = (DecodeEvent.Done) end(job(thread, ids.size(), 100));
            assertThat(done.reason()).isIn(FinishReason.LENGTH, FinishReason.STOP);
            assertThat(done.tokens()).isBetween(0, 3);
        }
    }

    @Test
    @SuppressWarnings("try") // closing early is what is tested
    void closingEndsWhatRunsAndWhatWaits() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new AtomicBoolean();
        try (var thread = start()) {
            var running =
                    job(
                            8,
                            3,
                            () -> {
                                begun.countDown();
                                while (!go.get()) {
                                    Thread.onSpinWait();
                                }
                                return false;
                            });
            var waiting = job(8, 3, DecodeThreadTest::never);
            thread.submit(running);
            begun.await();
            thread.submit(waiting);
            var closing = Thread.ofVirtual().start(thread::close);
            assertThat(((DecodeEvent.Failed) waiting.take()).reason())
                    .isInstanceOf(ModelClosedException.class);
            go.set(true);
            closing.join();
            assertThat(((DecodeEvent.Failed) end(running)).reason())
                    .isInstanceOf(ModelClosedException.class);
            assertThatThrownBy(() -> thread.submit(job(8, 3, DecodeThreadTest::never)))
                    .isInstanceOf(ModelClosedException.class);
        }
    }

    private static boolean never() {
        return false;
    }

    private static DecodeJob job(DecodeThread thread, int tokens, int maxTokens) {
        var job = job(tokens, maxTokens, DecodeThreadTest::never);
        thread.submit(job);
        return job;
    }

    private static DecodeJob job(int tokens, int maxTokens, BooleanSupplier cancelled) {
        var prompt = new Prompt(List.of(new PromptPart.Tokens(Collections.nCopies(tokens, 300))));
        return new DecodeJob(prompt, SamplingOptions.GREEDY, maxTokens, List.of(), cancelled);
    }

    private static DecodeEvent end(DecodeJob job) throws InterruptedException {
        while (true) {
            DecodeEvent event = job.take();
            if (event instanceof DecodeEvent.Done || event instanceof DecodeEvent.Failed) {
                return event;
            }
        }
    }

    private static void awaitFully(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
