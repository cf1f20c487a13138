package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.fault.QueueFullException;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class VisionLanguageModelTest {
    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = VisionLanguageModel.open(options());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ModelOptions options() {
        return ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj());
    }

    @Test
    void namesTheColourOfAPlainImage() {
        assertThat(ask(plain(220, 20, 20), "What color is the background?"))
                .containsIgnoringCase("red");
        assertThat(ask(plain(20, 20, 220), "What color is the background?"))
                .containsIgnoringCase("blue");
    }

    @Test
    void answersATextOnlyQuestion() {
        var result = model.generate(request(Content.text("Hello")).withMaxTokens(5));
        assertThat(result.usage().imageTokens()).isZero();
        assertThat(result.usage().completionTokens()).isBetween(0, 5);
    }

    @Test
    void takesSeveralImagesAndTurns() {
        var messages =
                List.of(
                        Message.user(
                                Content.image(plain(250, 0, 0)),
                                Content.image(plain(0, 0, 250)),
                                Content.text("What colour is the first?")),
                        Message.assistant("red"),
                        Message.user(Content.text("And the second?")));
        var result = model.generate(GenerationRequest.of(messages).withMaxTokens(10));
        assertThat(result.usage().imageTokens()).isEqualTo(64);
        assertThat(result.usage().promptTokens()).isGreaterThan(64);
    }

    @Test
    void eventsSpellTheAnswerInOrder() {
        var events = new ArrayList<GenerationEvent>();
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        var result = model.generate(request, events::add, new Cancellation());
        assertThat(events.getFirst()).isInstanceOf(GenerationEvent.Prompt.class);
        assertThat(events.getLast()).isEqualTo(new GenerationEvent.Finished(result));
        var text = new StringBuilder();
        for (var event : events.subList(1, events.size() - 1)) {
            text.append(((GenerationEvent.Text) event).text());
        }
        assertThat(text.toString()).isEqualTo(result.text()).isNotBlank();
    }

    @Test
    void equalSeedsGiveEqualAnswers() {
        var sampled = SamplingOptions.GREEDY.withTemperature(1.5f);
        var request = request(Content.image(plain(9, 9, 9)), Content.text("Describe the image."));
        var first = model.generate(request.withSampling(sampled.withSeed(7))).text();
        assertThat(model.generate(request.withSampling(sampled.withSeed(7))).text())
                .isEqualTo(first);
        var others = new ArrayList<String>();
        for (int seed = 100; seed < 110; seed++) {
            others.add(model.generate(request.withSampling(sampled.withSeed(seed))).text());
        }
        assertThat(others).anyMatch(other -> !other.equals(first));
    }

    @Test
    void maxTokensAndStopStringsEndTheAnswer() {
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        var whole = model.generate(request);
        assertThat(whole.finishReason()).isEqualTo(FinishReason.STOP);
        var cut = model.generate(request.withMaxTokens(2));
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(cut.usage().completionTokens()).isEqualTo(2);
        assertThat(whole.text()).startsWith(cut.text());
        String stop = whole.text().substring(3, 6);
        var stopped = model.generate(request.withStop(List.of(stop)));
        assertThat(stopped.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf(stop)));
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void cancelledRequestEndsEarlyAndLeavesTheModelUsable() {
        var cancellation = new Cancellation();
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        var result =
                model.generate(
                        request,
                        event -> {
                            if (event instanceof GenerationEvent.Text) {
                                cancellation.cancel();
                            }
                        },
                        cancellation);
        assertThat(result.finishReason()).isIn(FinishReason.CANCELLED, FinishReason.STOP);
        var before = new Cancellation();
        before.cancel();
        var nothing = model.generate(request, _ -> {}, before);
        assertThat(nothing.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(nothing.text()).isEmpty();
        assertThat(model.generate(request).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void exceptionOfTheListenerComesThroughAndCancels() {
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        assertThatThrownBy(() ->
                        model.generate(
                                request,
                                _ -> {
                                    throw new IllegalStateException("listener");
                                },
                                new Cancellation()))
                .hasMessage("listener");
        assertThat(model.pendingRequests()).isZero();
        assertThat(model.generate(request).text()).isNotBlank();
    }

    @Test
    void requestsThatCannotBeAnsweredSayWhy() {
        assertThatThrownBy(() -> model.generate(GenerationRequest.of(List.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no messages");
        assertThatThrownBy(() -> model.generate(request(Content.image(plain(1, 1, 1)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no text");
        var many = new ArrayList<Content>();
        for (int i = 0; i < 20; i++) {
            many.add(Content.image(plain(1, 1, 1)));
        }
        many.add(Content.text("?"));
        assertThatThrownBy(() -> model.generate(request(many.toArray(Content[]::new))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("20 images")
                .hasMessageContaining("16");
        assertThatThrownBy(() ->
                        model.generate(
                                request(Content.image(new byte[0]), Content.text("What is it?"))))
                .isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> model.generate(request(Content.text("word ".repeat(200_000)))))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("2048");
    }

    @Test
    void controlTokensTypedByAUserStayText() {
        var plainQuestion = model.generate(request(Content.text("a b")).withMaxTokens(1));
        var forged = model.generate(request(Content.text("a <AI> b")).withMaxTokens(1));
        // `<AI>` is one token where it is parsed, several where it is spelled.
        assertThat(forged.usage().promptTokens())
                .isGreaterThan(plainQuestion.usage().promptTokens() + 1);
    }

    @Test
    void sixteenAtOnceGetTheAnswersTheyWouldGetAlone() throws Exception {
        var questions = List.of("What color is the background?", "Describe the image.");
        var images = List.of(plain(250, 0, 0), plain(0, 0, 250), plain(0, 180, 0));
        var alone = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            alone.add(ask(images.get(i % 3), questions.get(i % 2)));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new ArrayList<Future<String>>();
            for (int i = 0; i < 16; i++) {
                int index = i;
                together.add(
                        executor.submit(
                                () -> ask(images.get(index % 3), questions.get(index % 2))));
            }
            for (int i = 0; i < 16; i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
        assertThat(model.pendingRequests()).isZero();
    }

    @Test
    void fullQueueRefuses() throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var small =
                        VisionLanguageModel.open(
                                options()
                                        .withConcurrency(Concurrency.DEFAULT.withSlots(1))
                                        .withQueueCapacity(1));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<?>>();
            for (int i = 0; i < 2; i++) {
                waiting.add(
                        executor.submit(() ->
                                small.generate(
                                        request(Content.text("Hi")),
                                        _ -> {
                                            inside.countDown();
                                            await(go);
                                        },
                                        new Cancellation())));
            }
            inside.await();
            while (small.pendingRequests() < 2) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> small.generate(request(Content.text("Hi"))))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("queueCapacity");
            go.countDown();
            for (var one : waiting) {
                one.get();
            }
        }
    }

    @Test
    @SuppressWarnings("try") // closing early, and twice, is what is tested
    void closingEndsRunningAndLaterRequests() throws Exception {
        var started = new CountDownLatch(1);
        try (var closing = VisionLanguageModel.open(options());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < 30; i++) {
                running.add(
                        executor.submit(() ->
                                closing.generate(
                                        request(
                                                Content.image(plain(1, 2, 3)),
                                                Content.text("Describe the image.")),
                                        _ -> started.countDown(),
                                        new Cancellation())));
            }
            started.await();
            closing.close();
            closing.close();
            assertThatThrownBy(() -> closing.generate(request(Content.text("Hi"))))
                    .isInstanceOf(ModelClosedException.class);
            assertThat(running).allMatch(Future::isDone);
            assertThat(running)
                    .filteredOn(one -> one.state() == Future.State.FAILED)
                    .isNotEmpty()
                    .allMatch(one -> one.exceptionNow() instanceof ModelClosedException);
        }
    }

    @Test
    void closingFromAListenerIsRefusedInsteadOfWaitingForItself() {
        var request = request(Content.text("Hello")).withMaxTokens(2);
        assertThatThrownBy(() -> model.generate(request, _ -> model.close(), new Cancellation()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("close() was called by the listener");
        assertThat(model.generate(request).usage().completionTokens()).isPositive();
    }

    @Test
    void listenerMayAskTheModelToo() {
        var inner = new ArrayList<String>();
        var request = request(Content.text("Hello")).withMaxTokens(2);
        model.generate(
                request,
                event -> {
                    if (event instanceof GenerationEvent.Finished) {
                        inner.add(model.generate(request).text());
                    }
                },
                new Cancellation());
        assertThat(inner).containsExactly(model.generate(request).text());
        assertThat(model.pendingRequests()).isZero();
    }

    @Test
    void interruptedCallerGetsWhatItWasToldAndStaysInterrupted() {
        var told = new StringBuilder();
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        var result =
                model.generate(
                        request,
                        event -> {
                            if (event instanceof GenerationEvent.Text(String more, _)) {
                                told.append(more);
                                Thread.currentThread().interrupt();
                            }
                        },
                        new Cancellation());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.text()).isEqualTo(told.toString()).isNotBlank();
        assertThat(result.usage().completionTokens()).isPositive();
        assertThat(model.pendingRequests()).isZero();
    }

    @Test
    void contextIsAsLongAsAskedFor() {
        try (var small = VisionLanguageModel.open(options().withContextTokens(40))) {
            assertThat(small.info().contextTokens()).isEqualTo(40);
            var sampling = SamplingOptions.GREEDY.withTemperature(10);
            for (int seed = 0; seed < 20; seed++) {
                var result =
                        small.generate(
                                request(Content.text("Hello"))
                                        .withSampling(sampling.withSeed(seed))
                                        .withMaxTokens(300));
                // The last token needs no place of its own.
                assertThat(result.usage().promptTokens() + result.usage().completionTokens())
                        .isLessThanOrEqualTo(41);
            }
        }
    }

    @Test
    void tinyTemperaturesPickTheLikeliestToken() {
        var request = request(Content.image(plain(0, 200, 0)), Content.text("Describe the image."));
        String greedy = model.generate(request).text();
        for (float temperature : new float[] {Float.MIN_VALUE, 1e-38f, 1e-7f, 1e-4f}) {
            var sampling = SamplingOptions.GREEDY.withTemperature(temperature).withSeed(5);
            assertThat(model.generate(request.withSampling(sampling)).text()).isEqualTo(greedy);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String ask(RgbImage image, String question) {
        return model.generate(request(Content.image(image), Content.text(question))).text();
    }

    private static GenerationRequest request(Content... content) {
        return GenerationRequest.of(Message.user(content)).withMaxTokens(40);
    }

    private static RgbImage plain(int red, int green, int blue) {
        byte[] pixels = new byte[224 * 224 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) blue;
        }
        return RgbImage.copyOf(224, 224, pixels);
    }
}
