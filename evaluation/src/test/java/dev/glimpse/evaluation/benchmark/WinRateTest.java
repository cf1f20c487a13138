package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.preference.RecordedPreferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// AlpacaEval's files: outputs of a baseline and of a model, in orders of their own, and what a
/// judge said.
class WinRateTest {
    @TempDir private Path folder;
    private Path baseline;
    private Path outputs;

    @BeforeEach
    void files() throws IOException {
        baseline =
                write(
                        "baseline.json",
                        """
                        [{"instruction": "one", "output": "b1", "generator": "base", "dataset": "x"},
                         {"instruction": "two", "output": "b2", "generator": "base", "dataset": "x"},
                         {"instruction": "three", "output": "b3", "generator": "base", "dataset": "y"},
                         {"instruction": "four", "output": "b4", "generator": "base", "dataset": "y"}]
                        """);
        outputs =
                write(
                        "outputs.json",
                        """
                        [{"instruction": "three", "output": "12345", "generator": "m"},
                         {"instruction": "one", "output": "12", "generator": "m"},
                         {"instruction": "two", "output": "1😀3", "generator": "m"},
                         {"instruction": "four", "output": "1", "generator": "m"}]
                        """);
    }

    @Test
    void baselineThatAnsweredNothingStillCounts() throws IOException {
        Path annotations =
                write(
                        "silent.json",
                        """
                        [{"instruction": "one", "output_1": "", "output_2": "12", "preference": 2},
                         {"instruction": "two", "output_1": "b2", "output_2": "x", "preference": 1}]
                        """);

        assertThat(figures(score(annotations, annotations, annotations)))
                .containsEntry("n_total", 2.0)
                .containsEntry("n_wins", 1.0)
                .containsEntry("win_rate", 50.0);
    }

    @Test
    void figuresAreThoseOfAlpacaEval() throws IOException {
        Path annotations =
                write(
                        "annotations.json",
                        """
                        [{"instruction": "one", "output_1": "b1", "output_2": "12", "preference": 1.8,
                          "raw_completion": {"index": 0, "text": "M"}},
                         {"instruction": "two", "output_1": "b2", "output_2": "x", "preference": 1.1,
                          "raw_completion": {"index": 0, "text": "m"}},
                         {"instruction": "three", "output_1": "b3", "output_2": "x", "preference": 0,
                          "raw_completion": {"index": 0, "text": "m"}},
                         {"instruction": "four", "output_1": "b4", "output_2": "x", "preference": null,
                          "raw_completion": null}]
                        """);

        Score score = score(baseline, outputs, annotations);

        // Of 0.8, 0.1 and 0.5; the fourth does not count, but for its length.
        assertThat(figures(score))
                .containsEntry("n_wins", 1.0)
                .containsEntry("n_wins_base", 1.0)
                .containsEntry("n_draws", 1.0)
                .containsEntry("n_total", 3.0)
                .containsEntry("avg_length", 2.0);
        assertThat(figures(score).get("win_rate")).isCloseTo(46.666667, within(1e-6));
        assertThat(figures(score).get("standard_error")).isCloseTo(20.275875, within(1e-6));
        assertThat(figures(score).get("discrete_win_rate")).isCloseTo(50, within(1e-9));
        assertThat(score.overall().name()).isEqualTo("win_rate");
        assertThat(score.overall().accuracy().total()).isEqualTo(3);
        assertThat(score.unread()).isEqualTo(1);
    }

    @Test
    void annotationsHoldBothAnswersThemselves() throws IOException {
        Path annotations =
                write(
                        "annotations.json",
                        """
                        [{"instruction": "one", "output_1": "b1", "output_2": "four", "preference": 2,
                          "raw_completion": {"index": 0, "text": "M"}},
                         {"instruction": "two", "output_1": "b2", "output_2": "b2", "preference": 1.5}]
                        """);

        Score score = score(annotations, annotations, annotations);

        assertThat(figures(score)).containsEntry("win_rate", 75.0).containsEntry("avg_length", 3.0);
    }

    /// As phi-2, whose outputs and annotations both lack two of the 805 instructions.
    @Test
    void instructionsThatTheAnnotationsLackAreNoPartOfTheWinRate() throws IOException {
        Path fewer =
                write(
                        "fewer.json",
                        """
                        [{"instruction": "one", "output": "12", "generator": "m"},
                         {"instruction": "three", "output": "12345", "generator": "m"}]
                        """);
        Path annotations =
                write(
                        "annotations.json",
                        """
                        [{"instruction": "one", "output_1": "b1", "output_2": "12", "preference": 2},
                         {"instruction": "three", "output_1": "b3", "output_2": "12345", "preference": 1}]
                        """);

        Score both = score(baseline, fewer, annotations);
        Score alone = score(annotations, annotations, annotations);

        assertThat(figures(both)).isEqualTo(figures(alone)).containsEntry("n_total", 2.0);
        assertThat(figures(both)).containsEntry("win_rate", 50.0).containsEntry("avg_length", 3.0);
        assertThat(both.failed()).isEqualTo(2);
        assertThat(both.notes())
                .singleElement()
                .asString()
                .startsWith("2 of 4 instructions are not in the annotations and left out")
                .endsWith(": \"two\", \"four\"");
        assertThat(alone.notes()).isEmpty();
    }

    /// As phi-2 in AlpacaEval 1, where the judge saw answers that its outputs no longer have.
    @Test
    void preferenceCountsWhereTheAnswerIsMissingOrAnother() throws IOException {
        Path one = write("one.json", "[{\"instruction\": \"one\", \"output\": \"new\"}]");
        Path annotations =
                write(
                        "annotations.json",
                        """
                        [{"instruction": "one", "output_1": "b1", "output_2": "old", "preference": 1},
                         {"instruction": "two", "output_1": "b2", "output_2": "12", "preference": 1.75},
                         {"instruction": "three", "output_1": "b3", "output_2": "123", "preference": null}]
                        """);

        Score score = score(annotations, one, annotations);

        assertThat(figures(score)).containsEntry("win_rate", 37.5).containsEntry("n_total", 2.0);
        assertThat(score.failed()).isEqualTo(2);
        assertThat(score.notes())
                .satisfiesExactly(
                        note -> assertThat(note).contains("1 of 3", "without a preference"),
                        note -> assertThat(note).contains("1 of 3", "without an answer here"),
                        note -> assertThat(note).contains("1 of 3", "another answer here"));
    }

    @Test
    void preferencesOutsideTheirRangeAreRefused() throws IOException {
        Path annotations =
                write(
                        "annotations.json",
                        "[{\"instruction\": \"one\", \"output_2\": \"x\", \"preference\": 3}]");

        assertThatThrownBy(() -> score(baseline, outputs, annotations))
                .isInstanceOf(DatasetException.class)
                .hasMessage("preference is \"3\"; allowed: 0, and 1 to 2");
    }

    @Test
    void longInstructionsAreNamedByTheirBeginning() throws IOException {
        Path more =
                write(
                        "more.json",
                        """
                        [{"instruction": "one", "output": "b1"},
                         {"instruction": "%s\\nand more", "output": "b2"}]
                        """
                                .replace("%s", "1234 ".repeat(8)));
        Path annotations =
                write(
                        "a.json",
                        "[{\"instruction\": \"one\", \"output_2\": \"x\", \"preference\": 2}]");

        assertThat(score(more, annotations, annotations).notes())
                .singleElement()
                .asString()
                .endsWith(": \"" + "1234 ".repeat(8) + "...\"");
    }

    @Test
    void annotationsNeedNotHoldTheAnswers() throws IOException {
        Path annotations =
                write(
                        "a.json",
                        """
                        [{"instruction": "one", "preference": 1.75},
                         {"instruction": "two", "preference": 1.25},
                         {"instruction": "three", "preference": 1.5},
                         {"instruction": "four", "preference": 1.5}]
                        """);

        Score score = score(baseline, outputs, annotations);

        assertThat(figures(score)).containsEntry("win_rate", 50.0).containsEntry("n_total", 4.0);
        assertThat(score.notes()).isEmpty();
    }

    @Test
    void annotationsWithoutPreferencesAreRefused() {
        assertThatThrownBy(() -> RecordedPreferences.read(baseline))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        baseline + " has no column preference; give AlpacaEval's annotations.json");
    }

    private static Map<String, Double> figures(Score score) {
        return score.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
    }

    private static Score score(Path questions, Path answers, Path annotations) {
        var rules =
                new ScoreRules(
                        Benchmark.ALPACA_EVAL,
                        AbsentText.RAW,
                        AnswerCut.NONE,
                        RecordedPreferences.read(annotations));
        var file = QuestionFile.read(questions, rules.questionRules().withoutImages());
        return Score.of(rules, file.questions(), Predictions.read(answers, ""));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
