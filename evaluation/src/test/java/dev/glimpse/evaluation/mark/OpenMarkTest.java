package dev.glimpse.evaluation.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.Golden;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.scoring.VqaAccuracy;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenMarkTest {

    @Test
    void vqaAccuracyIsThatOfTheChallenge() {
        for (JsonNode one : Golden.cases("vqa_accuracy.json")) {
            List<String> people =
                    one.get("answers").values().stream().map(JsonNode::asString).toList();
            String response = one.get("response").asString();

            assertThat(VqaAccuracy.of(response, people))
                    .as(response + " " + people)
                    .isCloseTo(one.get("accuracy").asDouble(), within(1e-9));
        }
    }

    @Test
    void vqaAccuracyOfFewAnswersWantsOneOfThem() {
        assertThat(VqaAccuracy.of("The Two dogs.", List.of("2 dogs", "dogs"))).isEqualTo(1);
        assertThat(VqaAccuracy.of("3 dogs", List.of("2 dogs"))).isZero();
    }

    @Test
    void anlsForgivesSpellingUpToAHalf() {
        assertThat(OpenMark.ANLS.mark(question("Coca-Cola", "coke"), "coca  cola").credit())
                .isCloseTo(1 - 1.0 / 9, within(1e-12));
        assertThat(OpenMark.ANLS.mark(question("ab"), "ac").credit()).isEqualTo(0.5);
        assertThat(OpenMark.ANLS.mark(question("abc"), "axy").credit()).isZero();
        assertThat(OpenMark.ANLS.mark(question("STOP"), "stop").credit()).isEqualTo(1);
    }

    @Test
    void anyOfTheAnswersWillDo() {
        Question question = question("red", "crimson");

        assertThat(OpenMark.EXACT_MATCH.mark(question, "A Crimson.").credit()).isEqualTo(1);
        assertThat(OpenMark.EXACT_MATCH.mark(question, "reddish").credit()).isZero();
    }

    @Test
    void nothingSaidIsNothingRead() {
        assertThat(OpenMark.VQA_ACCURACY.mark(question("red"), " \n")).isEqualTo(Mark.UNREAD);
    }

    private static Question question(String... answers) {
        return new Question(
                "1",
                new Wording("?", "", Options.NONE),
                List.of(answers),
                new Placement("1", "", "", ""),
                List.of());
    }
}
