package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.scoring.Accuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in the forms in which other programs leave questions and answers, with their oddities.
class PublishedFilesTest {
    @TempDir Path folder;

    @Test
    void indexesThatPandasMadeFloatsAreStillIndexes() throws IOException {
        Path data =
                write(
                        "d.tsv",
                        "index\tquestion\tA\tB\tanswer\n1\tq\tx\ty\tA\n1000001\tq\ty\tx\tB\n");
        Path answers = write("p.csv", "index,prediction\n1.0,A\n1000001.0,B\n");

        assertThat(overall(score(Benchmark.MMBENCH, "", data, answers)).right()).isEqualTo(1);
    }

    @Test
    void answerThatTheProgramDidNotGetFailedAndAnEmptyOneIsUnread() throws IOException {
        Path data = write("d.tsv", "index\tquestion\tA\tB\tanswer\n1\tq\tx\ty\tA\n2\tq\tx\ty\tA\n");
        Path answers =
                write("p.tsv", "index\tprediction\n1\tFailed to obtain answer via API.\n2\t\n");

        Score score = score(Benchmark.CHOICE, "", data, answers);

        assertThat(score.failed()).isEqualTo(1);
        assertThat(score.unread()).isEqualTo(1);
        assertThat(overall(score).right()).isZero();
    }

    @Test
    void questionWithoutAPredictionFailedAndASecondPredictionIsOfNoQuestion() throws IOException {
        Path data = write("d.tsv", "index\tquestion\tA\tB\tanswer\n1\tq\tx\ty\tA\n2\tq\tx\ty\tA\n");
        Path answers = write("p.tsv", "index\tprediction\n1\tA\n1\tB\n");

        Score score = score(Benchmark.CHOICE, "", data, answers);

        assertThat(overall(score).right()).isEqualTo(1);
        assertThat(score.failed()).isEqualTo(1);
    }

    @Test
    void resultsOfScienceQasScriptsHaveTheirOutputsWithin() throws IOException {
        Path problems =
                write(
                        "problems.json",
                        """
                        {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "",
                               "image": null, "grade": "grade2", "subject": "natural science",
                               "split": "test", "lecture": ""},
                         "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                               "image": "image.png", "grade": "grade8", "subject": "language science",
                               "split": "test", "lecture": ""}}
                        """);
        Path results =
                write(
                        "r.json",
                        """
                        {"acc": 50.0, "correct": 1, "count": 2, "results": {"7": 1, "9": 1},
                         "outputs": {"7": "The answer is B.", "9": "B. y"}}
                        """);

        Score score = score(Benchmark.SCIENCE_QA, "", problems, results);

        assertThat(overall(score).right()).isEqualTo(1);
        assertThat(trait(score, "beside: NO")).isEqualTo(1);
        assertThat(trait(score, "beside: IMG")).isZero();
        assertThat(trait(score, "beside: TXT")).isZero();
        assertThat(trait(score, "grades: G1-6")).isEqualTo(1);
        assertThat(trait(score, "subject: NAT")).isEqualTo(1);
    }

    @Test
    void publishedAccuracyOfScienceQaCountsWhatItsScriptDrewAtRandom() throws IOException {
        Path problems =
                write(
                        "problems.json",
                        """
                        {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "split": "test"},
                         "8": {"question": "q", "choices": ["x", "y"], "answer": 0, "split": "test"},
                         "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "split": "test"}}
                        """);
        Path results =
                write(
                        "r.json",
                        """
                        {"acc": 66.7, "results": {"7": 1, "8": 0, "9": 4},
                         "outputs": {"7": "The answer is B.", "8": "", "9": "I do not know"}}
                        """);

        Score published = score(Benchmark.SCIENCE_QA, "scienceqa-results", problems, results);
        Score read = score(Benchmark.SCIENCE_QA, "scienceqa-official", problems, results);

        assertThat(overall(published).right()).isEqualTo(2);
        assertThat(published.unread()).isEqualTo(1);
        assertThat(overall(read).right()).isEqualTo(1);
        assertThat(read.unread()).isEqualTo(2);
    }

    @Test
    void lmmsEvalsRowsHaveTheirQuestionsWithin() throws IOException {
        Path rows =
                write(
                        "samples.jsonl",
                        """
                        {"doc_id": 0, "doc": {"index": 4, "question": "q", "hint": "nan", "A": "x", "B": "y", "C": "nan", "answer": "B"}, "resps": [["B. y"]], "filtered_resps": ["B"]}
                        {"doc_id": 1, "doc": {"index": 5, "question": "q", "hint": "nan", "A": "x", "B": "y", "C": "nan", "answer": "A"}, "resps": [["[LMMS_EVAL_REQUEST_FAILED: x]"]], "filtered_resps": ["[LMMS_EVAL_REQUEST_FAILED: x]"]}
                        """);

        Score score = score(Benchmark.CHOICE, "", rows, rows);

        assertThat(overall(score).right()).isEqualTo(1);
        assertThat(score.failed()).isEqualTo(1);
    }

    @Test
    void mathVistasResultsHoldTheExtractedAnswer() throws IOException {
        Path results =
                write(
                        "output.json",
                        """
                        {"1": {"question": "q", "answer": "1.2", "answer_type": "float", "precision": 1.0,
                               "choices": null, "response": "about 1.23", "extraction": "1.23"},
                         "2": {"question": "q", "answer": "no", "answer_type": "text", "precision": null,
                               "choices": ["yes", "no"], "response": "No!", "extraction": "B"},
                         "3": {"question": "q", "answer": "4", "answer_type": "integer",
                               "precision": null, "choices": null, "response": "four",
                               "extraction": "four"}}
                        """);

        Score score = score(Benchmark.MATH_VISTA, "mathvista-extracted", results, results);

        assertThat(score.graded()).extracting(Graded::right).containsExactly(true, true, false);
        assertThat(score.overall().name()).isEqualTo("mathvista");
    }

    @Test
    void publishedScoresOfMathVistaTakeWholeNumbersAsTheyStand() throws IOException {
        Path results =
                write(
                        "output.json",
                        """
                        {"1": {"question": "q", "answer": "10", "answer_type": "integer",
                               "precision": null, "choices": null, "extraction": "10.0"},
                         "2": {"question": "q", "answer": "-7", "answer_type": "integer",
                               "precision": null, "choices": null, "extraction": "-7"},
                         "3": {"question": "q", "answer": "3.0", "answer_type": "float",
                               "precision": 1, "choices": null, "extraction": "3"},
                         "4": {"question": "q", "answer": "1", "answer_type": "integer",
                               "precision": null, "choices": null, "response": "none"}}
                        """);

        Score released = score(Benchmark.MATH_VISTA, "mathvista-extracted", results, results);
        Score published = score(Benchmark.MATH_VISTA, "mathvista-published", results, results);

        assertThat(released.graded())
                .extracting(Graded::right)
                .containsExactly(true, true, true, false);
        assertThat(published.graded())
                .extracting(Graded::right)
                .containsExactly(false, true, true, false);
    }

    /// As MMMU's outputs, which have no questions, and MMMU-Pro's, one of whose lists lies in one.
    @Test
    void optionsOfMmmuAreNamedWithinOrAList() throws IOException {
        Path rows =
                write(
                        "output.json",
                        """
                        [{"id": "validation_Accounting_1", "answer": "B", "all_choices": ["A", "B"],
                          "index2ans": {"A": "$6", "B": "$7"}, "response": "it is $7"},
                         {"id": "validation_Accounting_2", "answer": "B",
                          "options": "[['A', 'B', 'Not enough information']]", "response": "C"}]
                        """);

        Score score = score(Benchmark.CHOICE, "", rows, rows);

        assertThat(score.graded())
                .extracting(one -> one.extracted().orElse(""))
                .containsExactly("B", "C");
        assertThat(overall(score).right()).isEqualTo(1);
    }

    @Test
    void gradeThatMathVistasQuestionsCallNotApplicableIsDailyLifeAsInItsScores()
            throws IOException {
        Path results =
                write(
                        "output.json",
                        """
                        {"1": {"question": "q", "answer": "10", "answer_type": "integer",
                               "precision": null, "choices": null, "extraction": "10",
                               "metadata": {"grade": "not applicable", "skills": ["a", "b"]}}}
                        """);

        Score score = score(Benchmark.MATH_VISTA, "mathvista-published", results, results);

        assertThat(trait(score, "grade: daily life")).isEqualTo(1);
        assertThat(trait(score, "skills: b")).isEqualTo(1);
    }

    @Test
    void mmVetsGradesAreOfSeveralRuns() throws IOException {
        Path data =
                write(
                        "mm-vet.json",
                        """
                        {"v1_0": {"imagename": "a.png", "question": "q", "answer": "x<AND>y",
                                  "capability": ["ocr", "math"]},
                         "v1_1": {"imagename": "b.png", "question": "q", "answer": "x",
                                  "capability": ["rec"]}}
                        """);
        Path grades =
                write(
                        "grades.json",
                        """
                        {"v1_0": {"model": "gpt-4", "score": [0.5, 0.7]},
                         "v1_1": {"model": "gpt-4", "score": [1.0, 1.0]}}
                        """);

        Score score = score(Benchmark.MM_VET, "mmvet-grades", data, grades);

        assertThat(overall(score).fraction()).isCloseTo(0.8, within(1e-12));
        assertThat(score.figures())
                .extracting(Figure::name)
                .containsExactly("run_1", "run_2", "std_of_runs");
        assertThat(score.figures().get(0).value()).isCloseTo(75, within(1e-12));
        assertThat(score.figures().get(1).value()).isCloseTo(85, within(1e-12));
        assertThat(score.figures().get(2).value()).isCloseTo(5, within(1e-12));
        assertThat(trait(score, "capability: ocr")).isCloseTo(0.6, within(1e-12));
        assertThat(trait(score, "capabilities: math+ocr")).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void mmVetAsVlmEvalKitGradesItHasItsCapabilitiesAmongCategories() throws IOException {
        Path graded =
                write(
                        "m_MMVet_gpt-4-turbo.tsv",
                        """
                        index\tquestion\tanswer\tcategory\tprediction\tlog\tscore
                        0\tq\tx\tocr,math\ty\tSucceed\t0.5
                        1\tq\tx\tmath\ty\tSucceed\t1
                        2\tq\tx\trec,rec\ty\tSucceed\t0.0
                        """);

        Score score = score(Benchmark.MM_VET, "mmvet-grades", graded, graded);

        assertThat(overall(score).fraction()).isCloseTo(0.5, within(1e-12));
        assertThat(trait(score, "capability: math")).isEqualTo(1.5);
        assertThat(trait(score, "capabilities: math+ocr")).isEqualTo(0.5);
        assertThat(score.measures())
                .filteredOn(one -> one.scope().category().equals("capability: rec"))
                .singleElement()
                .satisfies(one -> assertThat(one.accuracy().total()).isEqualTo(1));
    }

    private static Accuracy overall(Score score) {
        return score.overall().accuracy();
    }

    private static double trait(Score score, String name) {
        return score.measures().stream()
                .filter(measure -> measure.scope().level() == Measure.Level.TRAIT)
                .filter(measure -> measure.scope().category().equals(name))
                .mapToDouble(measure -> measure.accuracy().right())
                .findFirst()
                .orElseThrow();
    }

    private static Score score(Benchmark benchmark, String extractor, Path data, Path answers) {
        var rules =
                new ScoreRules(
                        benchmark,
                        AbsentText.PANDAS,
                        AnswerCut.NONE,
                        benchmark.markers(extractor).own());
        var questions = QuestionFile.read(data, rules.questionRules().withoutImages());
        return Score.of(
                rules,
                questions.questions(),
                Predictions.read(answers, "", rules.marker().column()));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
