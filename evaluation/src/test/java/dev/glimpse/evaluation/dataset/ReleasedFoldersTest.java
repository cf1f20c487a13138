package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Benchmarks in the folders in which they are released.
class ReleasedFoldersTest {
    @TempDir private Path folder;

    @Test
    void mmluHasAFileOfEachSubjectWithoutAHeader() throws IOException {
        write(
                "test/anatomy_test.csv",
                "\"Which\nbone?\",a,b,c,\"d, e\",D\n\"Q \"\"x\"\"\",1,2,3,4,A\n");
        write("test/us_foreign_policy_test.csv", "Who?,a,b,c,d,B\n");

        List<Question> questions = read(folder.resolve("test"), Benchmark.MMLU);

        assertThat(questions)
                .extracting(Question::index)
                .containsExactly("anatomy/0", "anatomy/1", "us_foreign_policy/0");
        assertThat(questions).extracting(Question::answer).containsExactly("D", "A", "B");
        assertThat(questions.getFirst().wording().question()).isEqualTo("Which\nbone?");
        assertThat(questions.getFirst().options().text("D")).contains("d, e");
        assertThat(questions.getLast().placement().l3()).isEqualTo("us_foreign_policy");
        assertThat(questions.getLast().placement().l2()).isEqualTo("social sciences");
        assertThat(questions.getLast().placement().split()).isEqualTo("test");
    }

    @Test
    void mmluWithAHeaderOfItsOwnIsRefused() throws IOException {
        write("test/anatomy_test.csv", "question,A,B,C,D,answer\nWho?,a,b,c,d,B\n");

        assertThatThrownBy(() -> read(folder.resolve("test"), Benchmark.MMLU))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("anatomy_test.csv:1: found 6 fields, the last \"answer\"");
    }

    @Test
    void mmeHasTwoQuestionsBesideEachImage() throws IOException {
        write("MME/count/0001.txt", "Are there two? Please answer yes or no.\tYes\nThree?\tNo\n");
        write("MME/count/0001.jpg", "");
        write("MME/artwork/questions_answers_YN/a.txt", "Is it?\tNo\nIs it not?\tYes\n");
        write("MME/artwork/images/a.png", "");

        List<Question> questions = read(folder.resolve("MME"), Benchmark.MME);

        assertThat(questions)
                .extracting(Question::index)
                .containsExactly("artwork/a/1", "artwork/a/2", "count/0001/1", "count/0001/2");
        assertThat(questions)
                .extracting(Question::answer)
                .containsExactly("No", "Yes", "Yes", "No");
        assertThat(questions)
                .extracting(question -> question.images().getFirst())
                .startsWith(
                        new ImageSource.InFile(folder.resolve("MME/artwork/images/a.png")),
                        new ImageSource.InFile(folder.resolve("MME/artwork/images/a.png")),
                        new ImageSource.InFile(folder.resolve("MME/count/0001.jpg")));
        assertThat(questions.stream().map(q -> q.placement().group()).distinct()).hasSize(2);
    }

    @Test
    void scienceQaHasAFolderOfEachImage() throws IOException {
        Path problems =
                write(
                        "data/problems.json",
                        """
                        {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "",
                               "image": "image.png", "split": "test", "grade": "grade2"},
                         "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                               "image": null, "split": "train", "grade": "grade8"}}
                        """);
        Path image = write("data/images/test/7/image.png", "x");

        List<Question> questions = read(problems, Benchmark.SCIENCE_QA);

        assertThat(questions.getFirst().images())
                .containsExactly(new ImageSource.InFile(image.toAbsolutePath()));
        assertThat(questions).hasSize(2);
    }

    @Test
    void splitsOfScienceQaAreInAFileBesideItAndNeedTheirOwnImagesAlone() throws IOException {
        Path problems =
                write(
                        "data/problems.json",
                        """
                        {"7": {"question": "q", "choices": ["x", "y"], "answer": 1, "hint": "",
                               "image": "image.png", "split": "val", "grade": "grade2"},
                         "8": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                               "image": "image.png", "split": "train", "grade": "grade8"},
                         "9": {"question": "q", "choices": ["x", "y"], "answer": 0, "hint": "h",
                               "image": null, "split": "val", "grade": "grade8"}}
                        """);
        write(
                "data/pid_splits.json",
                """
                {"train": ["8"], "val": ["7", "9"], "minival": ["9", "7"], "test": ["7", "11", "12"]}
                """);
        Path image = write("data/images/val/7/image.png", "x");
        SplitFile splits = SplitFile.beside(problems).orElseThrow();
        QuestionRules rules = rules(Benchmark.SCIENCE_QA).questionRules();

        List<Question> minival =
                QuestionFile.read(problems, rules, all -> splits.of("minival", all)).questions();

        assertThat(minival).extracting(Question::index).containsExactly("9", "7");
        assertThat(minival).extracting(one -> one.placement().split()).containsOnly("minival");
        assertThat(minival.getLast().images())
                .containsExactly(new ImageSource.InFile(image.toAbsolutePath()));
        assertThatThrownBy(() -> QuestionFile.read(problems, rules, all -> splits.of("test", all)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the data lacks 2 of the 3 questions")
                .hasMessageContaining("in split test: 11, 12;");
        assertThatThrownBy(() -> splits.of("dev", minival))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has no split dev; it has minival, test, train, val");
    }

    @Test
    void splitsThatAreNoListsOfIndexesAreRefused() throws IOException {
        Path problems = write("data/problems.json", "{}");
        assertThat(SplitFile.beside(problems)).isEmpty();

        write("data/pid_splits.json", "{\"test\": \"7\"}");
        assertThatThrownBy(() -> SplitFile.beside(problems))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("split test is STRING; expected a list of indexes");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<Question> read(Path place, Benchmark benchmark) {
        return QuestionFile.read(place, rules(benchmark).questionRules()).questions();
    }

    private static ScoreRules rules(Benchmark benchmark) {
        return new ScoreRules(
                benchmark, AbsentText.RAW, AnswerCut.NONE, benchmark.markers("").own());
    }
}
