package dev.glimpse.runtime;

import static dev.glimpse.runtime.Alone.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Log-probabilities of prompts and answers against the model's own logits.
@ExtendWith(NoLeaks.class)
class LogProbabilitiesTest {
    private static final String PROMPT = "<用户>What color is the sky?<AI>";
    private static final GenerationRequest QUESTION =
            GenerationRequest.of(Message.user(Content.text("What color is the sky?")))
                    .withMaxTokens(12);

    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = VisionLanguageModel.open(ModelOptions.textOnly(EmbeddedModel.text()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static GenerationResult scored(GenerationRequest request, int alternatives) {
        return model.generate(
                request.withLogProbabilities(LogProbabilityOptions.promptAndAnswer(alternatives)));
    }

    private static LogProbabilities of(GenerationResult result) {
        return result.logProbabilities().orElseThrow();
    }

    @Test
    void promptAndAnswerAreTheLogitsAlone() {
        GenerationResult result = scored(QUESTION, 3);
        requireAsAlone(of(result));
        assertThat(text(of(result).answer())).isEqualTo(result.text());
        assertThat(of(result).end().orElseThrow().token().isControl()).isTrue();
        assertThat(of(result).prompt()).hasSize(result.usage().promptTokens());
        assertThat(of(result).answer()).hasSize(result.usage().completionTokens());
        assertThat(ids(of(result).prompt())).isEqualTo(Alone.tokens(PROMPT));
        assertThat(result.text()).isEqualTo(model.generate(QUESTION).text());
    }

    @Test
    void samplingChangesWhatIsSaidNotWhatIsReported() {
        var bias = List.<LogitBias>of(new LogitBias.OfText("sky", 20));
        var sampling =
                SamplingOptions.GREEDY
                        .withTemperature(2)
                        .withTopK(20)
                        .withSeed(5)
                        .withLogitBias(bias)
                        .withIgnoreEos(true)
                        .with(SamplingOption.FREQUENCY_PENALTY, 2);
        var result = of(scored(QUESTION.withSampling(sampling), 5));
        assertThat(result.answer()).hasSize(12);
        assertThat(result.answer())
                .anyMatch(token -> !token.own().equals(token.alternatives().getFirst()));
        requireAsAlone(result);
    }

    private static void requireAsAlone(LogProbabilities found) {
        var ids = new ArrayList<>(ids(found.prompt()));
        found.answer().forEach(token -> ids.add(token.token().id()));
        List<Double> alone = Alone.logProbabilities(ids);
        assertThat(found.prompt().getFirst().score()).isEmpty();
        for (int i = 1; i < ids.size(); i++) {
            int behind = i - found.prompt().size();
            ScoredToken token =
                    behind < 0
                            ? found.prompt().get(i).score().orElseThrow()
                            : found.answer().get(behind);
            assertThat(token.logProbability()).isCloseTo(alone.get(i), within(ROUNDING));
        }
    }

    private static List<Integer> ids(List<PromptToken> tokens) {
        return tokens.stream().map(token -> token.token().id()).toList();
    }

    private static String text(List<ScoredToken> tokens) {
        return tokens.stream().map(token -> token.token().text()).collect(Collectors.joining());
    }

    @Test
    void alternativesAreTheLikeliestInOrder() {
        for (ScoredToken token : of(scored(QUESTION, 20)).answer()) {
            assertThat(token.alternatives()).hasSize(20);
            assertThat(token.alternatives())
                    .extracting(TokenLogProbability::logProbability)
                    .isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(token.alternatives().getFirst()).isEqualTo(token.own());
            double together =
                    token.alternatives().stream()
                            .mapToDouble(other -> Math.exp(other.logProbability()))
                            .sum();
            assertThat(together).isBetween(0.2, 1 + 1e-9);
        }
        assertThat(of(scored(QUESTION, 0)).answer().getFirst().alternatives()).isEmpty();
    }

    @Test
    void aChoicesScoreIsTheSumOfItsTokens() {
        var choice =
                model.score(QUESTION.messages(), List.of("A long answer"), new Cancellation())
                        .getFirst();
        var text = GenerationRequest.of(new PromptInput.Text(PROMPT + "A long answer"));
        List<PromptToken> tokens = of(scored(text.withMaxTokens(0), 0)).prompt();
        double sum =
                tokens.subList(tokens.size() - choice.tokens(), tokens.size()).stream()
                        .mapToDouble(token -> token.score().orElseThrow().logProbability())
                        .sum();
        assertThat(sum).isCloseTo(choice.logProbability(), within(ROUNDING));
    }

    @Test
    void nothingIsScoredUnlessAskedFor() {
        assertThat(model.generate(QUESTION).logProbabilities()).isEmpty();
        var answer = QUESTION.withLogProbabilities(LogProbabilityOptions.answer(1));
        assertThat(of(model.generate(answer)).prompt()).isEmpty();
        assertThatThrownBy(() -> LogProbabilityOptions.answer(21))
                .hasMessage("top_logprobs is 21; allowed: 0 to 20");
    }

    @Test
    void promptsOfTokensAreTakenAsTheyAre() {
        List<Integer> ids = Alone.tokens(PROMPT);
        var request = GenerationRequest.of(new PromptInput.Tokens(ids)).withMaxTokens(12);
        GenerationResult result = scored(request, 1);
        assertThat(ids(of(result).prompt())).isEqualTo(ids);
        assertThat(result.text()).isEqualTo(model.generate(QUESTION).text());
        var without = GenerationRequest.of(new PromptInput.Tokens(ids.subList(0, 1)));
        assertThat(of(scored(without.withMaxTokens(1), 1)).prompt()).hasSize(1);
        var unknown = GenerationRequest.of(new PromptInput.Tokens(List.of(5, 4096)));
        assertThatThrownBy(() -> model.generate(unknown))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the prompt has token 4096; this model has 0 to 4095");
        assertThatThrownBy(() ->
                        model.generate(GenerationRequest.of(new PromptInput.Tokens(List.of()))))
                .hasMessageContaining("empty");
    }

    @Test
    void aPromptAloneIsComputedWithoutAnAnswer() {
        GenerationResult result = scored(QUESTION.withMaxTokens(0), 1);
        assertThat(result.text()).isEmpty();
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.usage().completionTokens()).isZero();
        assertThat(of(result).answer()).isEmpty();
        assertThat(of(result).prompt()).hasSize(result.usage().promptTokens());
    }

    @Test
    void tokensAreToldWithTheTextTheyAdd() {
        var told = new ArrayList<ScoredToken>();
        var sampling = SamplingOptions.GREEDY.withIgnoreEos(true);
        String whole = model.generate(QUESTION.withSampling(sampling)).text();
        var request =
                QUESTION.withSampling(sampling)
                        .withStop(List.of(whole.substring(9, 12)))
                        .withLogProbabilities(LogProbabilityOptions.answer(0));
        GenerationResult result =
                model.generate(
                        request,
                        event -> {
                            if (event instanceof GenerationEvent.Text(String text, var tokens)) {
                                told.addAll(tokens);
                                assertThat(text(told)).contains(text);
                            }
                        },
                        new Cancellation());
        assertThat(result.text()).isEqualTo(whole.substring(0, 9));
        assertThat(told).isEqualTo(of(result).answer());
        assertThat(text(told)).startsWith(result.text());
        assertThat(text(told.subList(0, told.size() - 1))).doesNotStartWith(result.text());
    }
}
