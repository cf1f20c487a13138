package dev.glimpse.evaluation.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class RotationsTest {

    @Test
    void optionsMoveOneToTheRightAndTheAnswerWithThem() {
        var all = Rotations.complete(List.of(question("7", "C", "a", "b", "c", "d")));

        assertThat(all)
                .extracting(Question::index, Question::answer, q -> q.options().text("A").get())
                .containsExactly(
                        tuple("7", "C", "a"),
                        tuple("1000007", "D", "d"),
                        tuple("2000007", "A", "c"),
                        tuple("3000007", "B", "b"));
        assertThat(all).allMatch(q -> q.options().text(q.answer()).get().equals("c"));
    }

    @Test
    void questionsThatAreRotatedStayAsTheyAre() {
        var rotated = Rotations.complete(List.of(question("7", "A", "a", "b")));

        assertThat(Rotations.complete(rotated)).isSameAs(rotated);
    }

    private static Question question(String index, String answer, String... options) {
        return new Question(
                index,
                new Wording("q", "", Options.of(List.of(options))),
                answer,
                new Placement(index, "", "", ""),
                List.of());
    }
}
