package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What sampling options do to answers of the embedded model.
@ExtendWith(NoLeaks.class)
class SampledAnswersTest {
    private static final SamplingOptions GREEDY = SamplingOptions.GREEDY;

    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model =
                VisionLanguageModel.open(
                        ModelOptions.textOnly(EmbeddedModel.text())
                                .withConcurrency(Concurrency.DEFAULT.withCachedPrefixes(0)));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void everyOptionTogetherGivesTheSameAnswerTwice() {
        var sampling =
                GREEDY.withTemperature(1.3f)
                        .withTopK(50)
                        .withTopP(0.95f)
                        .withMinP(0.01f)
                        .with(SamplingOption.TYPICAL_P, 0.97)
                        .with(SamplingOption.TOP_N_SIGMA, 3)
                        .with(SamplingOption.XTC_PROBABILITY, 0.5)
                        .with(SamplingOption.FREQUENCY_PENALTY, 0.3)
                        .with(SamplingOption.PRESENCE_PENALTY, 0.2)
                        .with(SamplingOption.DRY_MULTIPLIER, 0.8)
                        .with(SamplingOption.DYNATEMP_RANGE, 0.3)
                        .withRepetitionPenalty(1.1f)
                        .withSeed(42);
        String first = answer(sampling, 40).text();
        assertThat(answer(sampling, 40).text()).isEqualTo(first);
        assertThat(List.of(1, 2, 3, 4, 5))
                .anyMatch(seed -> !answer(sampling.withSeed(seed), 40).text().equals(first));
    }

    @Test
    void ignoreEosAnswersToTheLastToken() {
        var ended = answer(GREEDY, 60);
        assertThat(ended.finishReason()).isEqualTo(FinishReason.STOP);
        var endless = answer(GREEDY.withIgnoreEos(true), 60);
        assertThat(endless.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(endless.usage().completionTokens()).isEqualTo(60);
        assertThat(endless.text()).startsWith(ended.text());
    }

    @Test
    void bannedTextsAreNotSaid() {
        String likeliest = answer(GREEDY, 1).text();
        var banned = List.<LogitBias>of(new LogitBias.OfText(likeliest, LogitBias.BAN));
        assertThat(answer(GREEDY.withLogitBias(banned), 1).text()).isNotEqualTo(likeliest);
        var forced = List.<LogitBias>of(new LogitBias.OfText("red", 100));
        assertThat(answer(GREEDY.withLogitBias(forced), 1).text()).contains("red");
    }

    @Test
    void tokensOfAnotherVocabularyAreRefused() {
        var bias = List.<LogitBias>of(new LogitBias.OfToken(5000, 1));
        assertThatThrownBy(() -> answer(GREEDY.withLogitBias(bias), 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("logit_bias has token 5000; this model has 0 to 4095");
    }

    @Test
    void penaltiesKeepFromRepeating() {
        var endless = GREEDY.withIgnoreEos(true);
        long plain = distinctWords(answer(endless, 80).text());
        assertThat(distinctWords(penalized(endless, SamplingOption.FREQUENCY_PENALTY, 2)))
                .isGreaterThan(plain);
        assertThat(distinctWords(penalized(endless, SamplingOption.DRY_MULTIPLIER, 5)))
                .isGreaterThan(plain);
        assertThat(distinctWords(penalized(endless, SamplingOption.REPETITION_PENALTY, 2)))
                .isGreaterThan(plain);
    }

    private static String penalized(SamplingOptions sampling, SamplingOption option, double value) {
        return answer(sampling.with(option, value), 80).text();
    }

    private static long distinctWords(String text) {
        return List.of(text.split("\\W+")).stream().distinct().count();
    }

    @Test
    void stopStringsHoldWithEverySampler() {
        var sampling = GREEDY.withIgnoreEos(true).withTemperature(1).withSeed(3);
        String whole = answer(sampling, 60).text();
        String stop = whole.substring(20, 27);
        var request = request(sampling, 60).withStop(List.of(stop));
        var cut = model.generate(request);
        assertThat(cut.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(cut.finishReason()).isEqualTo(FinishReason.STOP);
    }

    private static GenerationResult answer(SamplingOptions sampling, int maxTokens) {
        return model.generate(request(sampling, maxTokens));
    }

    private static GenerationRequest request(SamplingOptions sampling, int maxTokens) {
        return GenerationRequest.of(Message.user(Content.text("Describe the image.")))
                .withSampling(sampling)
                .withMaxTokens(maxTokens);
    }
}
