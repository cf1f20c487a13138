package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ChoiceScoresTest {
    private static final List<Message> QUESTION =
            List.of(Message.user(Content.text("What color is the sky?")));
    private static final List<String> CHOICES = List.of("Red", "Blue", "A long answer", "B");

    /// Rows are added up in other orders in larger batches, and keys are kept in 16 bits.
    private static final double ROUNDING = 0.05;

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

    @Test
    void scoresAreTheLogitsOfEachChoiceAlone() {
        var scores = model.score(QUESTION, CHOICES, new Cancellation());
        assertThat(scores).extracting(ChoiceScore::choice).isEqualTo(CHOICES);
        double sum = 0;
        for (ChoiceScore score : scores) {
            assertThat(score.logProbability())
                    .isCloseTo(alone("<用户>What color is the sky?<AI>", score), within(ROUNDING));
            assertThat(score.normalized()).isEqualTo(score.logProbability() / score.tokens());
            sum += score.probability();
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(scores.get(0).probability() / scores.get(1).probability())
                .isCloseTo(
                        Math.exp(scores.get(0).logProbability() - scores.get(1).logProbability()),
                        within(1e-6));
    }

    @Test
    void sameChoicesHaveTheSameScores() {
        var scores = model.score(QUESTION, List.of("Blue", "Blue"), new Cancellation());
        assertThat(scores.get(0).probability()).isCloseTo(0.5, within(ROUNDING));
    }

    @Test
    void whatCannotBeScoredIsRefused() {
        assertThatThrownBy(() -> model.score(QUESTION, List.of(), new Cancellation()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> model.score(QUESTION, List.of("A", ""), new Cancellation()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("empty");
        var endless = "word ".repeat(5000);
        assertThatThrownBy(() -> model.score(QUESTION, List.of(endless), new Cancellation()))
                .isInstanceOf(PromptTooLongException.class);
    }

    @Test
    void cancelledScoringSaysSo() {
        var cancellation = new Cancellation();
        cancellation.cancel();
        assertThatThrownBy(() -> model.score(QUESTION, CHOICES, cancellation))
                .isInstanceOf(CancellationException.class);
        assertThat(model.pendingRequests()).isZero();
    }

    private static double alone(String prompt, ChoiceScore score) {
        try (var weights = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context =
                        LlamaContext.open(
                                weights, new ContextParams(256, 256, 256, 1, 1, 1, false));
                var batch = TokenBatch.open(context)) {
            int[] before = weights.vocabulary().tokenize(prompt, true, true);
            int[] choice = weights.vocabulary().tokenize(score.choice(), false, false);
            assertThat(choice).hasSize(score.tokens());
            for (int i = 0; i < before.length; i++) {
                batch.add(before[i], i, 0, i == before.length - 1);
            }
            for (int i = 0; i < choice.length; i++) {
                batch.add(choice[i], before.length + i, 0, true);
            }
            context.decode(batch);
            double sum = 0;
            for (int i = 0; i < choice.length; i++) {
                sum += context.logits(before.length - 1 + i).logProbability(choice[i]);
            }
            return sum;
        }
    }
}
