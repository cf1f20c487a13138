package dev.glimpse.evaluation.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.scoring.Accuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceScoreTest {
    private static final Options OPTIONS = Options.of(List.of("one", "two"));

    @Test
    void groupIsRightOnlyIfAllItsRotationsAre() {
        var rows =
                List.of(
                        row("1", "1", "A", "A"),
                        row("1000001", "1", "B", "B"),
                        row("2", "2", "A", "A"),
                        row("1000002", "2", "B", "A"));

        var measures = ChoiceScore.circular(rows);

        assertThat(overall(measures, "circular")).isEqualTo(new Accuracy(1, 2));
        assertThat(overall(measures, "vanilla_0")).isEqualTo(new Accuracy(2, 2));
        assertThat(overall(measures, "vanilla_all")).isEqualTo(new Accuracy(3, 4));
    }

    @Test
    void unreadAndFailedRowsMakeTheirGroupWrong() {
        var failed = new Graded(question("3", "3", "A"), Optional.of("A"), true);
        var measures = ChoiceScore.circular(List.of(row("2", "2", "A", ""), failed));

        assertThat(overall(measures, "circular")).isEqualTo(new Accuracy(0, 2));
        assertThat(failed.unread()).isFalse();
    }

    @Test
    void overallIsTheMeanOverGroupsAndCategoriesOverTheirOwn() {
        var rows =
                List.of(
                        placed("1", "attribute_reasoning", "a", "A"),
                        placed("2", "attribute_reasoning", "b", "A"),
                        placed("3", "attribute_reasoning", "b", "A"),
                        placed("4", "logic_reasoning", "c", "B"));

        var measures = ChoiceScore.circular(rows);

        assertThat(measures.stream().filter(m -> m.name().equals("circular")))
                .extracting(m -> m.scope().label(), Measure::accuracy)
                .containsExactly(
                        tuple("Overall", new Accuracy(3, 4)),
                        tuple("AR", new Accuracy(3, 3)),
                        tuple("LR", new Accuracy(0, 1)),
                        tuple("a", new Accuracy(1, 1)),
                        tuple("b", new Accuracy(2, 2)),
                        tuple("c", new Accuracy(0, 1)));
    }

    @Test
    void intervalOverRotationsIsAsWideAsOneOverQuestions() {
        var rows = new ArrayList<Graded>();
        for (int group = 0; group < 100; group++) {
            for (int pass = 0; pass < 4; pass++) {
                String given = group % 2 == 0 ? "A" : "B";
                rows.add(row(pass * 1_000_000 + group + "", group + "", "A", given));
            }
        }

        var measures = ChoiceScore.vanilla(rows);

        var interval = measures.getFirst().interval();
        assertThat(interval.low()).isBetween(0.39, 0.42);
        assertThat(interval.high()).isBetween(0.58, 0.61);
        assertThat(ChoiceScore.vanilla(rows)).isEqualTo(measures);
    }

    @Test
    void fewGroupsCountAsOneUnitEach() {
        var rows = List.of(row("1", "1", "A", "A"), row("1000001", "1", "A", "B"));

        var interval = ChoiceScore.vanilla(rows).getFirst().interval();

        assertThat(interval).isEqualTo(Accuracy.wilson95(0.5, 1));
        assertThat(interval.high() - interval.low()).isGreaterThan(0.8);
    }

    @Test
    void consistencyFollowsTheTextOfTheOption() {
        var moved = Options.of(List.of("two", "one"));
        var rows =
                List.of(
                        row("1", "1", "A", "A"),
                        new Graded(
                                new Question(
                                        "1000001",
                                        new Wording("q", "", moved),
                                        "B",
                                        new Placement("1", "", "", ""),
                                        List.of()),
                                Optional.of("B"),
                                false),
                        row("2", "2", "A", "A"),
                        row("1000002", "2", "A", "B"),
                        row("3", "3", "A", "B"),
                        row("1000003", "3", "A", "B"),
                        row("4", "4", "A", ""),
                        row("1000004", "4", "A", "A"));

        assertThat(Consistency.of(rows)).isEqualTo(new Consistency(3, 2, 1));
    }

    @Test
    void confusionCountsWhatWasGivenBesideWhatWasRight() {
        var confusion =
                Confusion.of(
                        List.of(
                                row("1", "1", "A", "B"),
                                row("2", "2", "A", "B"),
                                row("3", "3", "B", "B"),
                                row("4", "4", "B", "")));

        assertThat(confusion.labels()).containsExactly("A", "B", Confusion.UNREAD);
        assertThat(confusion.count("A", "B")).isEqualTo(2);
        assertThat(confusion.given("B")).isEqualTo(3);
        assertThat(confusion.count("B", Confusion.UNREAD)).isEqualTo(1);
    }

    private static Accuracy overall(List<Measure> measures, String name) {
        return measures.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow()
                .accuracy();
    }

    private static Graded row(String index, String group, String answer, String given) {
        Optional<String> extracted = given.isEmpty() ? Optional.empty() : Optional.of(given);
        return new Graded(question(index, group, answer), extracted, false);
    }

    private static Graded placed(String index, String l2, String l3, String given) {
        var question =
                new Question(
                        index,
                        new Wording("q", "", OPTIONS),
                        "A",
                        new Placement(index, "dev", l2, l3),
                        List.of());
        return new Graded(question, Optional.of(given), false);
    }

    private static Question question(String index, String group, String answer) {
        return new Question(
                index,
                new Wording("q", "", OPTIONS),
                answer,
                new Placement(group, "", "", ""),
                List.of());
    }
}
