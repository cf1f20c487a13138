package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.report.ComparisonJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void rotatedQuestionsFlipAsGroups() {
        var first = List.of(row("1", "A"), row("1000001", "A"), row("2", "B"), row("1000002", "A"));
        var second =
                List.of(row("1", "A"), row("1000001", "B"), row("2", "B"), row("1000002", "B"));

        var comparison = Comparison.of(Benchmark.Scorer.CIRCULAR, first, second);

        assertThat(comparison.units()).isEqualTo(2);
        assertThat(comparison.neither()).isEqualTo(1);
        assertThat(comparison.onlyFirst()).extracting(Comparison.Unit::name).containsExactly("1");
        assertThat(comparison.difference()).isEqualTo(-0.5);
        assertThat(ComparisonJson.of(comparison, Optional.empty(), List.of()))
                .contains("\"only_first\":[\"1\"]", "\"p\":1.0");
    }

    @Test
    void rowsFlipAloneWhereNothingIsRotated() {
        var comparison =
                Comparison.of(
                        Benchmark.Scorer.VANILLA,
                        List.of(row("1", "A"), row("2", "B"), row("3", "A")),
                        List.of(row("1", "A"), row("2", "A"), row("3", "B")));

        assertThat(comparison.both()).isEqualTo(1);
        assertThat(comparison.onlySecond()).extracting(Comparison.Unit::name).containsExactly("2");
    }

    @Test
    void answersToOtherQuestionsAreRefused() {
        assertThatThrownBy(() ->
                        Comparison.of(
                                Benchmark.Scorer.VANILLA,
                                List.of(row("1", "A")),
                                List.of(row("2", "A"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Graded row(String index, String given) {
        String group = String.valueOf(Integer.parseInt(index) % 1_000_000);
        var question =
                new Question(
                        index,
                        new Wording("q", "", Options.of(List.of("one", "two"))),
                        "A",
                        new Placement(group, "", "", ""),
                        List.of());
        return new Graded(question, Optional.of(given), false);
    }
}
