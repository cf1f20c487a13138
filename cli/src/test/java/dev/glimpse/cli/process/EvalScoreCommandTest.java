package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `glimpse eval score` on files as other programs leave them, to the digit that is printed.
class EvalScoreCommandTest {
    @TempDir private Path folder;

    /// Two questions of MMBench with their rotations; of the second one rotation is wrong.
    private static final List<List<String>> PREDICTIONS =
            List.of(
                    List.of("index", "question", "A", "B", "answer", "category", "prediction"),
                    List.of("1", "q", "x", "y", "A", "ocr", "A"),
                    List.of("1000001", "q", "y", "x", "B", "ocr", "The answer is (B)."),
                    List.of("2", "q", "x", "y", "B", "ocr", "y"),
                    List.of("1000002", "q", "y", "x", "A", "ocr", "B"));

    @BeforeEach
    void files() throws IOException {
        write("p.tsv", separated("\t"));
        write("p.csv", separated(","));
        workbook("p.xlsx");
        var objects = new ArrayList<String>();
        for (List<String> row : PREDICTIONS.subList(1, PREDICTIONS.size())) {
            var fields = new ArrayList<String>();
            for (int i = 0; i < row.size(); i++) {
                fields.add("\"" + PREDICTIONS.getFirst().get(i) + "\": \"" + row.get(i) + "\"");
            }
            objects.add("{" + String.join(", ", fields) + "}");
        }
        write("p.json", "[" + String.join(",\n", objects) + "]");
        write("p.jsonl", String.join("\n", objects) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.tsv", "p.csv", "p.xlsx", "p.json", "p.jsonl"})
    void predictionsOfVlmEvalKitAreScoredInEachOfItsForms(String file) {
        assertThat(score("mmbench", file))
                .contains(
                        "circular\t\tOverall\t1\t2\t50.0000\t",
                        "vanilla_0\t\tOverall\t2\t2\t100.0000\t",
                        "vanilla_all\t\tOverall\t3\t4\t75.0000\t",
                        "scorer vk-circular@1, answer_by writing@1, extractor vk-2026@1");
    }

    @Test
    void rowsOfLmmsEvalHaveTheirQuestionWithin() throws IOException {
        write(
                "samples.jsonl",
                """
                {"doc_id": 0, "doc": {"question": "q", "options": ["x", "y"], "answer": "1"}, "resps": [["B. y"]], "filtered_resps": ["B"]}
                {"doc_id": 1, "doc": {"question": "q", "options": ["x", "y"], "answer": "0"}, "resps": [["it is x"]], "filtered_resps": ["it is x"]}
                {"doc_id": 2, "doc": {"question": "q", "options": ["x", "y"], "answer": "0"}, "resps": [["A"]], "filtered_resps": ["A"]}
                """);

        assertThat(score("ai2d", "samples.jsonl", "--extractor", "le-ai2d"))
                .contains("vanilla_all\t\tOverall\t2\t3\t66.6667\t", "0 failed, 1 unread");
    }

    @Test
    void resultsOfLlavaOnScienceQaLieInOneObject() throws IOException {
        write(
                "problems.json",
                """
                {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "", "image": null, "grade": "grade2",
                       "split": "test"},
                 "8": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "", "image": null, "grade": "grade2",
                       "split": "val"},
                 "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                       "image": "image.png", "grade": "grade8", "split": "test"}}
                """);
        write(
                "results.json",
                """
                {"acc": 50, "correct": 1, "count": 2, "results": {"7": 1, "9": 1},
                 "outputs": {"7": "The answer is B.", "9": "B. y"}}
                """);

        assertThat(
                        score(
                                "scienceqa",
                                "results.json",
                                "--data",
                                at("problems.json"),
                                "--split",
                                "test"))
                .contains(
                        "vanilla_all\ttest\tOverall\t1\t2\t50.0000\t",
                        "vanilla_all\ttest\tbeside: IMG\t0\t1\t0.0000\t");

        write("pid_splits.json", "{\"minitest\": [\"7\"], \"test\": [\"7\", \"9\"]}");
        String[] arguments = {"--data", at("problems.json"), "--split", "minitest"};
        assertThat(score("scienceqa", "results.json", arguments))
                .contains("vanilla_all\tminitest\tOverall\t1\t1\t100.0000\t");
    }

    @Test
    void resultsOfMmeAreAFolderOfTasks() throws IOException {
        write(
                "mme/existence.txt",
                """
                a.jpg\tIs it?\tYes\tYes
                a.jpg\tIs it not?\tNo\tno, not really
                b.jpg\tIs it?\tYes\tThe answer is yes
                b.jpg\tIs it not?\tNo\tNo
                """);
        write("mme/code_reasoning.txt", "a.jpg\tIs it?\tYes\tYes\na.jpg\tNot?\tNo\tYes\n");

        assertThat(score("mme", "mme"))
                .contains(
                        "existence\t2\t125.0000\t100.0000\t100.0000\t1\n",
                        "Perception\t\t125.0000\t",
                        "Cognition\t\t50.0000\t",
                        "Total\t\t175.0000\t");
    }

    @Test
    void resultsOfMathVistaHoldWhatWasExtracted() throws IOException {
        write(
                "output.json",
                """
                {"1": {"question": "q", "answer": "1.2", "answer_type": "float", "precision": 1.0,
                       "choices": null, "response": "about 1.23", "extraction": "1.23"},
                 "2": {"question": "q", "answer": "no", "answer_type": "text", "choices": ["yes", "no"],
                       "precision": null, "response": "No!", "extraction": "A"},
                 "3": {"question": "q", "answer": "4", "answer_type": "integer", "precision": null,
                       "choices": null, "response": "four", "extraction": "4"}}
                """);

        assertThat(score("mathvista", "output.json", "--extractor", "mathvista-extracted"))
                .contains("mathvista\t\tOverall\t2\t3\t66.6667\t");
        String[] arguments = {"--extractor", "mathvista-vk-extracted", "--column", "extraction"};
        assertThat(score("mathvista", "output.json", arguments))
                .contains("mathvista_vk\t\tOverall\t1\t3\t33.3333\t");
    }

    @Test
    void gradesOfMmVetAreOfSeveralRuns() throws IOException {
        write(
                "mm-vet.json",
                """
                {"v1_0": {"imagename": "a.png", "question": "q", "answer": "x<AND>y",
                          "capability": ["ocr", "math"]},
                 "v1_1": {"imagename": "b.png", "question": "q", "answer": "x",
                          "capability": ["rec"]}}
                """);
        write(
                "grades.json",
                """
                {"v1_0": {"model": "gpt-4", "score": [0.5, 0.7]},
                 "v1_1": {"model": "gpt-4", "score": [1.0, 0.9]}}
                """);

        assertThat(
                        score(
                                "mmvet",
                                "grades.json",
                                "--data",
                                at("mm-vet.json"),
                                "--extractor",
                                "mmvet-grades"))
                .contains(
                        "mmvet\t\tOverall\t1.55\t2\t77.5000\t",
                        "run_1\t75.0000\nrun_2\t80.0000\nstd_of_runs\t2.5000\n");
    }

    @Test
    void annotationsOfAlpacaEvalAreCountedAsItCountsThem() throws IOException {
        write(
                "annotations.json",
                """
                [{"instruction": "a", "output_1": "base", "output_2": "mine", "preference": 1.75,
                  "generator_1": "b", "generator_2": "m", "raw_completion": {"index": 0, "text": "M"}},
                 {"instruction": "b", "output_1": "base", "output_2": "mine!!", "preference": 1.25,
                  "generator_1": "b", "generator_2": "m", "raw_completion": {"index": 0, "text": "m"}}]
                """);

        assertThat(score("alpacaeval", "annotations.json", "--annotations", at("annotations.json")))
                .contains(
                        "win_rate\t50.0000\nstandard_error\t25.0000\ndiscrete_win_rate\t50.0000\n",
                        "n_wins\t1.0000\nn_wins_base\t1.0000\n",
                        "avg_length\t5.0000\n");
    }

    @Test
    void outputsThatAlpacaEvalsAnnotationsLackAreLeftOutByName() throws IOException {
        write(
                "annotations.json",
                """
                [{"instruction": "a", "output_1": "base", "output_2": "mine", "preference": 1.75},
                 {"instruction": "b", "output_1": "base", "output_2": "mine!!", "preference": 1.25}]
                """);
        write(
                "baseline.json",
                """
                [{"instruction": "a", "output": "base"}, {"instruction": "b", "output": "base"},
                 {"instruction": "c", "output": "base"}]
                """);
        write(
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
        String[] annotations = {"--annotations", at("annotations.json")};

        assertThat(score("alpacaeval", "outputs.json", annotations))
                .contains(figures, "2 rows, 0 failed, 0 unread; what counts is the preference")
                .doesNotContain("note:");
        assertThat(
                        score(
                                "alpacaeval",
                                "outputs.json",
                                annotations[0],
                                annotations[1],
                                "--data",
                                at("baseline.json")))
                .contains(figures, "3 rows, 1 failed, 0 unread")
                .contains("note: 1 of 3 instructions are not in the annotations and left out");
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
        write("annotations.json", "[" + String.join(",", annotations) + "]");
        write("df_gamed.csv", gamed.toString());

        assertThat(
                        score(
                                "alpacaeval",
                                "annotations.json",
                                "--annotations",
                                at("annotations.json"),
                                "--gamed",
                                at("df_gamed.csv")))
                .containsPattern("length_controlled_winrate\t\\d+\\.\\d{4}\n")
                .contains("length_control length_controlled_v1@1");
    }

    @Test
    void predictionsOfMvBenchAreReadByTheRuleAskedFor() throws IOException {
        write(
                "mvbench.tsv",
                """
                index\ttask_type\tvideo\tquestion\tanswer\tcandidates\tprediction
                0\tAction Count\ta.mp4\tq\t3\t['2', '3']\t(B) 3
                1\tAction Count\ta.mp4\tq\t3\t['2', '3']\t
                2\tMoving Count\ta.mp4\tq\t3\t['2', '3']\tThe answer is (B)
                """);

        assertThat(score("mvbench", "mvbench.tsv"))
                .contains("vanilla_all\t\tOverall\t1\t3\t33.3333\t", "2 unread");
        assertThat(score("mvbench", "mvbench.tsv", "--extractor", "vk-mvbench"))
                .contains("vanilla_all\t\tOverall\t2\t3\t66.6667\t")
                .contains("vanilla_all\t\tMoving Count\t1\t1\t100.0000\t");
    }

    @Test
    void withoutAJudgeWhatNeedsOneHasNoNumber() throws IOException {
        write("b.json", "[{\"instruction\": \"a\", \"output\": \"base\"}]");

        var outcome =
                GlimpseInside.in(folder)
                        .run("eval", "score", "alpacaeval", at("b.json"), "--data", at("b.json"));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("no score: alpaca-clf needs a judge", "or", "--annotations FILE");
    }

    private String score(String benchmark, String file, String... more) {
        var arguments = new ArrayList<>(List.of("eval", "score", benchmark, at(file)));
        arguments.addAll(Arrays.asList(more));
        var outcome = GlimpseInside.in(folder).run(arguments.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    private String at(String file) {
        return folder.resolve(file).toString();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String separated(String separator) {
        var text = new StringBuilder();
        PREDICTIONS.forEach(row -> text.append(String.join(separator, row)).append('\n'));
        return text.toString();
    }

    private void workbook(String name) throws IOException {
        var cells = new StringBuilder("<worksheet><sheetData>");
        for (List<String> row : PREDICTIONS) {
            cells.append("<row>");
            for (int column = 0; column < row.size(); column++) {
                cells.append("<c r=\"").append((char) ('A' + column)).append("1\" ");
                cells.append("t=\"inlineStr\"><is><t>").append(row.get(column));
                cells.append("</t></is></c>");
            }
            cells.append("</row>");
        }
        cells.append("</sheetData></worksheet>");
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            zip.write(cells.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }
}
