package dev.glimpse.evaluation.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MmeScoreTest {

    @Test
    void taskAddsRightQuestionsAndImagesWithBothRight() {
        var score =
                MmeScore.of(
                        List.of(
                                row("count", "a.png", "Yes", "Yes"),
                                row("count", "a.png", "No", "No"),
                                row("count", "b.png", "Yes", "Yes"),
                                row("count", "b.png", "No", "Yes"),
                                row("code_reasoning", "a.png", "Yes", ""),
                                row("code_reasoning", "a.png", "No", "No")));

        assertThat(score.perception()).isEqualTo(75 + 50);
        assertThat(score.cognition()).isEqualTo(50);
    }

    @Test
    void decisionsLeaveOthersOut() {
        MmeScore.Decisions decisions =
                MmeScore.of(
                                List.of(
                                        row("count", "a.png", "Yes", "Yes"),
                                        row("count", "a.png", "No", "Yes"),
                                        row("count", "b.png", "Yes", "No"),
                                        row("count", "b.png", "No", "No"),
                                        row("count", "c.png", "Yes", ""),
                                        row("count", "c.png", "No", "Yes")))
                        .tasks()
                        .getFirst()
                        .decisions();

        assertThat(decisions).isEqualTo(new MmeScore.Decisions(1, 1, 2, 1, 1));
        assertThat(decisions.precision()).isEqualTo(1.0 / 3);
        assertThat(decisions.recall()).isEqualTo(0.5);
    }

    @Test
    void imageWithoutItsPairIsRefused() {
        assertThatThrownBy(() -> MmeScore.of(List.of(row("count", "a.png", "Yes", "Yes"))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.png")
                .hasMessageContaining("each has two");
    }

    @Test
    void taskThatMmeDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> MmeScore.of(List.of(row("counting", "a.png", "Yes", "Yes"))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("counting");
    }

    private static Graded row(String task, String image, String answer, String given) {
        var question =
                new Question(
                        task + image + answer,
                        new Wording("q", "", Options.NONE),
                        answer,
                        new Placement(image, "", "", task),
                        List.of());
        return new Graded(question, given.isEmpty() ? Optional.empty() : Optional.of(given), false);
    }
}
