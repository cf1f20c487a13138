package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.ReportCsv;
import dev.glimpse.evaluation.report.ReportJson;
import dev.glimpse.evaluation.scoring.Accuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ScoreTest {
    private static final String DATA =
            """
            index\tquestion\tA\tB\tanswer\tcategory\tl2-category\tsplit
            1\tq\tone\ttwo\tA\tocr\tcoarse_perception\tdev
            1000001\tq\ttwo\tone\tB\tocr\tcoarse_perception\tdev
            2\tq\tone\ttwo\tB\tocr\tlogic_reasoning\tdev
            1000002\tq\ttwo\tone\tA\tocr\tlogic_reasoning\tdev
            """;

    @TempDir Path folder;

    @Test
    void predictionsOfAnyFormatGiveTheSameScore() throws IOException {
        Path data = write("data.tsv", DATA);
        var tsv = write("p.tsv", "index\tprediction\n1\tA\n1000001\tB\n2\tB\n1000002\tone\n");
        var json =
                write(
                        "p.json",
                        """
                        [{"index": 1, "prediction": "A"}, {"index": 1000001, "prediction": "B"},
                         {"index": 2, "prediction": "B"}, {"index": 1000002, "prediction": "one"}]
                        """);
        var lmms =
                write(
                        "p.jsonl",
                        """
                        {"doc_id": 0, "doc": {"index": 1}, "resps": [["A"]]}
                        {"doc_id": 1, "doc": {"index": 1000001}, "filtered_resps": ["B"]}
                        {"doc_id": 2, "doc": {"index": 2}, "resps": [["B"]]}
                        {"doc_id": 3, "doc": {"index": 1000002}, "resps": [["one"]]}
                        """);
        for (Path predictions : List.of(tsv, json, lmms)) {
            Score score = score(Benchmark.MMBENCH, "vk-2026", data, predictions);

            assertThat(score.overall().accuracy()).isEqualTo(new Accuracy(1, 2));
            assertThat(score.measures().getLast().accuracy()).isEqualTo(new Accuracy(3, 4));
        }
    }

    @Test
    void fileThatHasQuestionsAndPredictionsIsScoredAlone() throws IOException {
        Path file =
                write(
                        "p.csv",
                        """
                        index,question,A,B,answer,image_path,prediction
                        1,q,x,y,A,gone.png,A
                        2,q,x,y,B,gone.png,A
                        """);

        assertThat(score(Benchmark.CHOICE, "vk-2024", file, file).overall().accuracy())
                .isEqualTo(new Accuracy(1, 2));
    }

    @Test
    void missingAndFailedAnswersAreWrongAndListed() throws IOException {
        Path data = write("data.tsv", DATA);
        Path predictions =
                write(
                        "p.tsv",
                        """
                        index\tprediction
                        1\tFailed to obtain answer via API.
                        1000001\t?
                        2\tB
                        """);

        Score score = score(Benchmark.MMBENCH, "vk-2026", data, predictions);
        var json =
                JsonMapper.shared()
                        .readTree(ReportJson.of(new Report(score, Map.of(), List.of(), List.of())));

        assertThat(score.failed()).isEqualTo(2);
        assertThat(score.unread()).isEqualTo(1);
        assertThat(score.overall().accuracy()).isEqualTo(new Accuracy(0, 2));
        assertThat(json.at("/failures/0/index").asString()).isEqualTo("1");
        assertThat(json.at("/failures/1/index").asString()).isEqualTo("1000002");
        assertThat(json.at("/rules/extractor").asString()).isEqualTo("vk-2026@1");
        assertThat(json.at("/confusion/A/failed").asInt()).isEqualTo(2);
    }

    @Test
    void rulesChangeTheScoreOfTheSameAnswers() throws IOException {
        Path data = write("data.tsv", DATA);
        Path predictions =
                write(
                        "p.tsv",
                        """
                        index	prediction
                        1	A is what I would say is right here
                        1000001	B
                        2	B
                        1000002	A
                        """);

        assertThat(score(Benchmark.MMBENCH, "vk-2026", data, predictions).overall().accuracy())
                .isEqualTo(new Accuracy(1, 2));
        assertThat(score(Benchmark.MMBENCH, "vk-2024", data, predictions).overall().accuracy())
                .isEqualTo(new Accuracy(2, 2));
    }

    @Test
    void csvHasEveryMeasure() throws IOException {
        Path data = write("data.tsv", DATA);
        Path predictions = write("p.tsv", "index\tprediction\n1\tA\n1000001\tB\n");
        Score score = score(Benchmark.MMBENCH, "vk-2026", data, predictions);

        String csv = ReportCsv.of(new Report(score, Map.of(), List.of(), List.of()));

        assertThat(csv.lines().skip(1).findFirst().orElseThrow())
                .startsWith("circular,dev,overall,,Overall,1,2,0.5,");
        assertThat(csv).contains("circular,dev,l2,coarse_perception,CP,1,1,1.0,");
    }

    @Test
    void resultsOfMmeAreScoredFromTheirFolder() throws IOException {
        Path results = Files.createDirectory(folder.resolve("mme"));
        Files.writeString(
                results.resolve("count.txt"),
                """
                a.png\tq\tYes\tyes
                a.png\tq\tNo\tno.
                b.png\tq\tYes\tno
                b.png\tq\tNo\tno
                """);

        Score score = score(Benchmark.MME, "mme-official", results, results);

        assertThat(score.mme().orElseThrow().perception()).isEqualTo(75 + 50);
    }

    @Test
    void hiddenAnswersGiveNoScore() throws IOException {
        Path data = write("data.tsv", "index\tquestion\tA\tB\n1\tq\tone\ttwo\n");
        Path predictions = write("p.tsv", "index\tprediction\n1\tA\n");

        assertThatThrownBy(() -> score(Benchmark.MMBENCH, "vk-2026", data, predictions))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("hides the right answers");
    }

    /// As MMLU-Pro, whose `math` is a subject.
    @Test
    void categoriesOfChoicesAreNoCapabilitiesOfMmVet() throws IOException {
        Path rows =
                write(
                        "output.json",
                        """
                        [{"question_id": 1, "question": "q", "options": ["x", "y"], "answer": "A",
                          "category": "math", "response": "A"}]
                        """);

        assertThat(score(Benchmark.CHOICE, "vk-2026", rows, rows).measures())
                .extracting(measure -> measure.scope().category())
                .contains("math")
                .noneMatch(name -> name.startsWith("capabilit"));
    }

    @Test
    void fileWithoutPredictionsIsRefused() throws IOException {
        Path data = write("data.tsv", DATA);

        assertThatThrownBy(() -> score(Benchmark.MMBENCH, "vk-2026", data, data))
                .hasMessageContaining("has no column prediction, filtered_resps");
    }

    private static Score score(Benchmark benchmark, String extractor, Path data, Path predictions) {
        var rules =
                new ScoreRules(
                        benchmark,
                        AbsentText.RAW,
                        AnswerCut.NONE,
                        benchmark.markers(extractor).own());
        var questions = QuestionFile.read(data, rules.questionRules().withoutImages());
        return Score.of(rules, questions.questions(), Predictions.read(predictions, ""));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
