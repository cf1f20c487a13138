package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.dataset.SampleQuestion;
import dev.glimpse.evaluation.scoring.Accuracy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRunTest {
    private static final SampleQuestion COLOUR = question("What colour?", "red");
    private static final SampleQuestion COUNT = question("How many?", "3", "three");

    @Test
    void answersAreScoredAndReportedInOrder() {
        var seen = new ArrayList<AnsweredQuestion>();

        var run =
                SampleRun.ask(
                        List.of(COLOUR, COUNT),
                        question -> question.equals(COLOUR) ? "Blue" : "Three.",
                        seen::add);

        assertThat(run.answers())
                .containsExactly(
                        new AnsweredQuestion(COLOUR, "Blue", false),
                        new AnsweredQuestion(COUNT, "Three.", true))
                .isEqualTo(seen);
        assertThat(run.accuracy()).isEqualTo(new Accuracy(1, 2));
    }

    @Test
    void failureOfTheModelEndsTheRun() {
        var seen = new ArrayList<AnsweredQuestion>();

        assertThatThrownBy(() ->
                        SampleRun.ask(
                                List.of(COLOUR, COUNT),
                                question -> {
                                    if (question.equals(COUNT)) {
                                        throw new IllegalStateException("model broke");
                                    }
                                    return "red";
                                },
                                seen::add))
                .hasMessage("model broke");
        assertThat(seen).hasSize(1);
    }

    @Test
    void noQuestionsAreNoRun() {
        assertThatThrownBy(() -> SampleRun.ask(List.of(), _ -> "", _ -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SampleQuestion question(String text, String... accepted) {
        return new SampleQuestion("a.png", Path.of("/images/a.png"), text, List.of(accepted));
    }
}
