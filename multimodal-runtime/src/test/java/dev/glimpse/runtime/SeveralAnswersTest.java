package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Several answers to one prompt.
@ExtendWith(NoLeaks.class)
class SeveralAnswersTest {
    private static final GenerationRequest REQUEST =
            GenerationRequest.of(Message.user(Content.text("Describe the image.")))
                    .withSampling(SamplingOptions.GREEDY.withTemperature(1.2f).withSeed(7))
                    .withMaxTokens(12);

    private VisionLanguageModel model;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void open() {
        model =
                VisionLanguageModel.open(
                        ModelOptions.textOnly(EmbeddedModel.text())
                                .withConcurrency(new Concurrency(3, 64, 0)));
    }

    @AfterEach
    void close() {
        model.close();
    }

    private List<GenerationResult> answers(GenerationRequest request, int count) {
        return model.generate(request, count, (_, _) -> {}, new Cancellation());
    }

    @Test
    void eachIsWhatItsSeedGivesAlone() {
        // More than there are slots.
        List<GenerationResult> all = answers(REQUEST, 5);
        assertThat(all).hasSize(5);
        for (int i = 0; i < all.size(); i++) {
            var alone = REQUEST.withSampling(REQUEST.sampling().withSeed(7 + i));
            assertThat(all.get(i).text()).isEqualTo(model.generate(alone).text());
        }
        assertThat(all.stream().map(GenerationResult::text).distinct()).hasSizeGreaterThan(2);
    }

    @Test
    void firstTokensAreDrawnFromTheSameLogits() {
        var scored = REQUEST.withLogProbabilities(LogProbabilityOptions.promptAndAnswer(4));
        List<GenerationResult> all = answers(scored.withMaxTokens(1), 3);
        var first = all.getFirst().logProbabilities().orElseThrow();
        for (GenerationResult one : all) {
            var each = one.logProbabilities().orElseThrow();
            assertThat(each.prompt()).isEqualTo(first.prompt());
            assertThat(tokens(each)).isEqualTo(tokens(first));
        }
    }

    private static List<TokenLogProbability> tokens(LogProbabilities one) {
        return one.answer().isEmpty()
                ? one.end().orElseThrow().alternatives()
                : one.answer().getFirst().alternatives();
    }

    @Test
    void eventsSayWhichAnswerTheyAreOf() {
        Map<Integer, StringBuilder> texts = new HashMap<>();
        var finished = new ArrayList<Integer>();
        List<GenerationResult> all =
                model.generate(
                        REQUEST,
                        3,
                        (event, answer) -> {
                            switch (event) {
                                case GenerationEvent.Text(String more, _) ->
                                        texts.computeIfAbsent(answer, _ -> new StringBuilder())
                                                .append(more);
                                case GenerationEvent.Finished _ -> finished.add(answer);
                                case GenerationEvent.Prompt _,
                                        GenerationEvent.PromptScored _,
                                        GenerationEvent.Reasoning _ -> {}
                            }
                        },
                        new Cancellation());
        assertThat(finished).containsExactlyInAnyOrder(0, 1, 2);
        for (int i = 0; i < all.size(); i++) {
            assertThat(texts.get(i).toString()).isEqualTo(all.get(i).text());
        }
    }

    @Test
    void formatsHoldForEach() {
        var format = ResponseFormat.grammar("root ::= [ab]{6}");
        for (GenerationResult one : answers(REQUEST.withFormat(format), 3)) {
            assertThat(one.text()).matches("[ab]{6}");
        }
    }

    @Test
    void oneFlagEndsThemAll() {
        var cancellation = new Cancellation();
        var endless =
                REQUEST.withSampling(REQUEST.sampling().withIgnoreEos(true)).withMaxTokens(2000);
        List<GenerationResult> all =
                model.generate(endless, 5, (_, _) -> cancellation.cancel(), cancellation);
        assertThat(all)
                .extracting(GenerationResult::finishReason)
                .containsOnly(FinishReason.CANCELLED);
        assertThat(model.pendingRequests()).isZero();
        assertThat(answers(REQUEST, 2)).hasSize(2);
    }

    @Test
    void aListenerThatFailsEndsThemAll() {
        assertThatThrownBy(() ->
                        model.generate(
                                REQUEST,
                                5,
                                (event, _) -> {
                                    if (event instanceof GenerationEvent.Text) {
                                        throw new IllegalStateException("listener");
                                    }
                                },
                                new Cancellation()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("listener");
        assertThat(model.pendingRequests()).isZero();
    }

    @Test
    void countsThatAreNotAllowedAreRefused() {
        for (int count : new int[] {0, 17}) {
            assertThatThrownBy(() -> answers(REQUEST, count))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("allowed: 1 to 16");
        }
    }
}
