package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `glimpse eval score alpacaeval` on outputs and annotations as AlpacaEval keeps them.
class AlpacaEvalScoreTest {
    @TempDir private Path folder;
    private ScoredFiles files;

    @BeforeEach
    void open() {
        files = new ScoredFiles(folder);
    }

    @Test
    void annotationsOfAlpacaEvalAreCountedAsItCountsThem() throws IOException {
        files.write(
                "annotations.json",
                """
                [{"instruction": "a", "output_1": "base", "output_2": "mine", "preference": 1.75,
                  "generator_1": "b", "generator_2": "m", "raw_completion": {"index": 0, "text": "M"}},
                 {"instruction": "b", "output_1": "base", "output_2": "mine!!", "preference": 1.25,
                  "generator_1": "b", "generator_2": "m", "raw_completion": {"index": 0, "text": "m"}}]
                """);

        assertThat(
                        files.score(
                                "alpacaeval",
                                "annotations.json",
                                "--annotations",
                                files.at("annotations.json")))
                .contains(
                        "win_rate\t50.0000\nstandard_error\t25.0000\ndiscrete_win_rate\t50.0000\n",
                        "n_wins\t1.0000\nn_wins_base\t1.0000\n",
                        "avg_length\t5.0000\n");
    }

    @Test
    void outputsThatAlpacaEvalsAnnotationsLackAreLeftOutByName() throws IOException {
        files.write(
                "annotations.json",
                """
                [{"instruction": "a", "output_1": "base", "output_2": "mine", "preference": 1.75},
                 {"instruction": "b", "output_1": "base", "output_2": "mine!!", "preference": 1.25}]
                """);
        files.write(
                "baseline.json",
                """
                [{"instruction": "a", "output": "base"}, {"instruction": "b", "output": "base"},
                 {"instruction": "c", "output": "base"}]
                """);
        files.write(
                "outputs.json",
                """
                [{"instruction": "b", "output": "mine!!"}, {"instruction": "a", "output": "mine"}]
                """);
        String figures =
                """
                win_rate\t50.0000
                standard_error\t25.0000
                discrete_win_rate\t50.0000
                n_wins\t1.0000
                n_wins_base\t1.0000
                n_draws\t0.0000
                n_total\t2.0000
                avg_length\t5.0000
                """;
        String[] annotations = {"--annotations", files.at("annotations.json")};

        assertThat(files.score("alpacaeval", "outputs.json", annotations))
                .contains(figures, "2 rows, 0 failed, 0 unread; what counts is the preference")
                .doesNotContain("note:");
        assertThat(
                        files.score(
                                "alpacaeval",
                                "outputs.json",
                                annotations[0],
                                annotations[1],
                                "--data",
                                files.at("baseline.json")))
                .contains(figures, "3 rows, 1 failed, 0 unread")
                .contains("note: 1 of 3 instructions are not in the annotations and left out");
    }

    @Test
    void annotationsAreOfNoRun() {
        var outcome =
                GlimpseInside.in(folder)
                        .run(
                                "eval",
                                "alpacaeval",
                                "--data",
                                files.at("baseline.json"),
                                "--run",
                                files.at("run"),
                                "--annotations",
                                files.at("annotations.json"));

        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains("glimpse eval score alpacaeval OUTPUTS --annotations");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void lengthsAreControlledWhereAlpacaEvalsDataIsGiven() throws IOException {
        var annotations = new ArrayList<String>();
        var gamed =
                new StringBuilder(
                        "index,preference,std_delta_len,instruction_difficulty,not_gamed_baseline\n");
        for (int i = 0; i < 20; i++) {
            annotations.add(
                    String.format(
                            Locale.ROOT,
                            "{\"instruction\": \"%d\", \"output_1\": \"%s\", \"output_2\":"
                                    + " \"%s\", \"preference\": %.2f}",
                            i,
                            "b".repeat(50),
                            "m".repeat(40 + i),
                            1 + i / 20.0));
            gamed.append(i).append(",0.5,").append(i - 10).append(",0,False\n");
        }
        files.write("annotations.json", "[" + String.join(",", annotations) + "]");
        files.write("df_gamed.csv", gamed.toString());

        assertThat(
                        files.score(
                                "alpacaeval",
                                "annotations.json",
                                "--annotations",
                                files.at("annotations.json"),
                                "--gamed",
                                files.at("df_gamed.csv")))
                .containsPattern("length_controlled_winrate\t\\d+\\.\\d{4}\n")
                .contains("length_control length_controlled_v1@1");
    }

    @Test
    void withoutAJudgeWhatNeedsOneHasNoNumber() throws IOException {
        files.write("b.json", "[{\"instruction\": \"a\", \"output\": \"base\"}]");

        var outcome =
                GlimpseInside.in(folder)
                        .run(
                                "eval",
                                "score",
                                "alpacaeval",
                                files.at("b.json"),
                                "--data",
                                files.at("b.json"));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("no score: alpaca-clf needs a judge", "or", "--annotations FILE");
    }
}
