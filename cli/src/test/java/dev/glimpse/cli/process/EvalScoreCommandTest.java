package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private ScoredFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new ScoredFiles(folder);
        files.write("p.tsv", separated("\t"));
        files.write("p.csv", separated(","));
        workbook("p.xlsx");
        var objects = new ArrayList<String>();
        for (List<String> row : PREDICTIONS.subList(1, PREDICTIONS.size())) {
            var fields = new ArrayList<String>();
            for (int i = 0; i < row.size(); i++) {
                fields.add("\"" + PREDICTIONS.getFirst().get(i) + "\": \"" + row.get(i) + "\"");
            }
            objects.add("{" + String.join(", ", fields) + "}");
        }
        files.write("p.json", "[" + String.join(",\n", objects) + "]");
        files.write("p.jsonl", String.join("\n", objects) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.tsv", "p.csv", "p.xlsx", "p.json", "p.jsonl"})
    void predictionsOfVlmEvalKitAreScoredInEachOfItsForms(String file) {
        assertThat(files.score("mmbench", file))
                .contains(
                        "circular\t\tOverall\t1\t2\t50.0000\t",
                        "vanilla_0\t\tOverall\t2\t2\t100.0000\t",
                        "vanilla_all\t\tOverall\t3\t4\t75.0000\t",
                        "scorer vk-circular@1, answer_by writing@1, extractor vk-2026@1");
    }

    @Test
    void rowsOfLmmsEvalHaveTheirQuestionWithin() throws IOException {
        files.write(
                "samples.jsonl",
                """
                {"doc_id": 0, "doc": {"question": "q", "options": ["x", "y"], "answer": "1"}, "resps": [["B. y"]], "filtered_resps": ["B"]}
                {"doc_id": 1, "doc": {"question": "q", "options": ["x", "y"], "answer": "0"}, "resps": [["it is x"]], "filtered_resps": ["it is x"]}
                {"doc_id": 2, "doc": {"question": "q", "options": ["x", "y"], "answer": "0"}, "resps": [["A"]], "filtered_resps": ["A"]}
                """);

        assertThat(files.score("ai2d", "samples.jsonl", "--extractor", "le-ai2d"))
                .contains("vanilla_all\t\tOverall\t2\t3\t66.6667\t", "0 failed, 1 unread");
    }

    @Test
    void resultsOfLlavaOnScienceQaLieInOneObject() throws IOException {
        files.write(
                "problems.json",
                """
                {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "", "image": null, "grade": "grade2",
                       "split": "test"},
                 "8": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "", "image": null, "grade": "grade2",
                       "split": "val"},
                 "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                       "image": "image.png", "grade": "grade8", "split": "test"}}
                """);
        files.write(
                "results.json",
                """
                {"acc": 50, "correct": 1, "count": 2, "results": {"7": 1, "9": 1},
                 "outputs": {"7": "The answer is B.", "9": "B. y"}}
                """);

        assertThat(
                        files.score(
                                "scienceqa",
                                "results.json",
                                "--data",
                                files.at("problems.json"),
                                "--split",
                                "test"))
                .contains(
                        "vanilla_all\ttest\tOverall\t1\t2\t50.0000\t",
                        "vanilla_all\ttest\tbeside: IMG\t0\t1\t0.0000\t");

        files.write("pid_splits.json", "{\"minitest\": [\"7\"], \"test\": [\"7\", \"9\"]}");
        String[] arguments = {"--data", files.at("problems.json"), "--split", "minitest"};
        assertThat(files.score("scienceqa", "results.json", arguments))
                .contains("vanilla_all\tminitest\tOverall\t1\t1\t100.0000\t");
    }

    @Test
    void resultsOfMmeAreAFolderOfTasks() throws IOException {
        files.write(
                "mme/existence.txt",
                """
                a.jpg\tIs it?\tYes\tYes
                a.jpg\tIs it not?\tNo\tno, not really
                b.jpg\tIs it?\tYes\tThe answer is yes
                b.jpg\tIs it not?\tNo\tNo
                """);
        files.write("mme/code_reasoning.txt", "a.jpg\tIs it?\tYes\tYes\na.jpg\tNot?\tNo\tYes\n");

        assertThat(files.score("mme", "mme"))
                .contains(
                        "existence\t2\t125.0000\t100.0000\t100.0000\t1\n",
                        "Perception\t\t125.0000\t",
                        "Cognition\t\t50.0000\t",
                        "Total\t\t175.0000\t");
    }

    @Test
    void resultsOfMathVistaHoldWhatWasExtracted() throws IOException {
        files.write(
                "output.json",
                """
                {"1": {"question": "q", "answer": "1.2", "answer_type": "float", "precision": 1.0,
                       "choices": null, "response": "about 1.23", "extraction": "1.23"},
                 "2": {"question": "q", "answer": "no", "answer_type": "text", "choices": ["yes", "no"],
                       "precision": null, "response": "No!", "extraction": "A"},
                 "3": {"question": "q", "answer": "4", "answer_type": "integer", "precision": null,
                       "choices": null, "response": "four", "extraction": "4"}}
                """);

        assertThat(files.score("mathvista", "output.json", "--extractor", "mathvista-extracted"))
                .contains("mathvista\t\tOverall\t2\t3\t66.6667\t");
        String[] arguments = {"--extractor", "mathvista-vk-extracted", "--column", "extraction"};
        assertThat(files.score("mathvista", "output.json", arguments))
                .contains("mathvista_vk\t\tOverall\t1\t3\t33.3333\t");
    }

    @Test
    void predictionsOfMvBenchAreReadByTheRuleAskedFor() throws IOException {
        files.write(
                "mvbench.tsv",
                """
                index\ttask_type\tvideo\tquestion\tanswer\tcandidates\tprediction
                0\tAction Count\ta.mp4\tq\t3\t['2', '3']\t(B) 3
                1\tAction Count\ta.mp4\tq\t3\t['2', '3']\t
                2\tMoving Count\ta.mp4\tq\t3\t['2', '3']\tThe answer is (B)
                """);

        assertThat(files.score("mvbench", "mvbench.tsv"))
                .contains("vanilla_all\t\tOverall\t1\t3\t33.3333\t", "2 unread");
        assertThat(files.score("mvbench", "mvbench.tsv", "--extractor", "vk-mvbench"))
                .contains("vanilla_all\t\tOverall\t2\t3\t66.6667\t")
                .contains("vanilla_all\t\tMoving Count\t1\t1\t100.0000\t");
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
