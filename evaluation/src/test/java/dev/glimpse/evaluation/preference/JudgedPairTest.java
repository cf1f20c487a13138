package dev.glimpse.evaluation.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.judge.Judge;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgedPairTest {
    /// An instruction whose answers change places, and one whose do not.
    private static final String SWITCHED = "a";

    private static final String KEPT = "c";

    /// Says the same of everything; remembers what it was asked.
    private record Told(Map<String, Double> tokens, String reply, List<Plea> pleas)
            implements Judge {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public String ask(Plea plea) {
            pleas.add(plea);
            return reply;
        }

        @Override
        public Map<String, Double> firstTokens(Plea plea) {
            pleas.add(plea);
            return tokens;
        }
    }

    @Test
    void probabilityOfTheSecondNameIsTheCreditOfWhoStandsThere() {
        Told judge = naming(Map.of("m", Math.log(0.6), "M", Math.log(0.2), "x", -5.0));

        assertThat(mark(judge, JudgedPair.Form.CLASSIFYING, KEPT).credit())
                .isCloseTo(0.25, within(1e-12));
        assertThat(mark(judge, JudgedPair.Form.CLASSIFYING, SWITCHED).credit())
                .isCloseTo(0.75, within(1e-12));
        Judge.Plea kept = judge.pleas().get(0);
        assertThat(kept.system()).startsWith("You are a highly efficient assistant").endsWith(".");
        assertThat(kept.user())
                .startsWith("I require a leaderboard")
                .contains("\"instruction\": \"\"\"c\"\"\",")
                .containsSubsequence(
                        "\"m\",", "\"\"\"base {output_2} $1\"\"\"", "\"M\",", "\"\"\"mine\"\"\"")
                .endsWith("## Best Model Identifier");
        assertThat(kept.maxTokens()).isEqualTo(1);
        assertThat(kept.temperature()).isEqualTo(1);
        assertThat(judge.pleas().get(1).user())
                .containsSubsequence("\"\"\"mine\"\"\"", "\"\"\"base {output_2} $1\"\"\"");
    }

    @Test
    void oneNameAloneIsCertainAndNoneIsNothing() {
        assertThat(mark(naming(Map.of("m", -3.0)), JudgedPair.Form.CLASSIFYING, KEPT).credit())
                .isZero();
        assertThat(mark(naming(Map.of("M", -3.0)), JudgedPair.Form.CLASSIFYING, KEPT).credit())
                .isEqualTo(1);
        assertThat(mark(naming(Map.of("other", 0.0)), JudgedPair.Form.CLASSIFYING, KEPT))
                .isEqualTo(Mark.UNREAD);
    }

    @Test
    void equalAnswersAreADrawUnasked() {
        Told judge = naming(Map.of());
        var rule = new JudgedPair(judge, JudgedPair.Form.CLASSIFYING);

        assertThat(rule.mark(question(KEPT), "base {output_2} $1").credit()).isEqualTo(0.5);
        assertThat(judge.pleas()).isEmpty();
    }

    @Test
    void listOfRanksIsRead() {
        Told judge =
                new Told(
                        Map.of(),
                        "[\n{'model': 'model_1', 'rank': 2},\n{'model': 'model_2', 'rank': 1}]",
                        new ArrayList<>());

        assertThat(mark(judge, JudgedPair.Form.RANKING, KEPT).credit()).isEqualTo(1);
        assertThat(mark(judge, JudgedPair.Form.RANKING, SWITCHED).credit()).isZero();
        assertThat(judge.pleas().getFirst().temperature()).isZero();
        assertThat(judge.pleas().getFirst().maxTokens()).isEqualTo(100);
        assertThat(
                        mark(
                                new Told(Map.of(), "model_1 is better", new ArrayList<>()),
                                JudgedPair.Form.RANKING,
                                KEPT))
                .isEqualTo(Mark.UNREAD);
    }

    @Test
    void measureBearsTheJudgesName() {
        var rule = new JudgedPair(naming(Map.of()), JudgedPair.Form.CLASSIFYING);

        assertThat(rule.measure()).isEqualTo("win_rate_by_local");
        assertThat(rule.judgedBy()).contains("local");
    }

    private static Told naming(Map<String, Double> tokens) {
        return new Told(tokens, "", new ArrayList<>());
    }

    private static Mark mark(Judge judge, JudgedPair.Form form, String instruction) {
        return new JudgedPair(judge, form).mark(question(instruction), "mine");
    }

    private static Question question(String instruction) {
        return new Question(
                "1",
                new Wording(instruction, "", Options.NONE),
                List.of("base {output_2} $1"),
                new Placement("1", "", "", ""),
                List.of(),
                Optional.empty());
    }
}
