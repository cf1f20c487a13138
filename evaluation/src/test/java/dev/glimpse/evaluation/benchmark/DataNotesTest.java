package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.question.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataNotesTest {
    private static final String IMAGE = "iVBORw0KGgo=".repeat(8);

    @TempDir Path folder;

    @Test
    void answersThatAreNoOptionAreNamed() throws IOException {
        List<Question> questions =
                questions("question\tA\tB\tanswer\timage", "Which?\tred\tblue\tblue\t" + IMAGE);

        assertThat(DataNotes.of(Benchmark.MMBENCH, questions))
                .singleElement()
                .asString()
                .contains("to 1 of 2 questions", "none of their options", ": 2 (\"blue\")");
        assertThat(DataNotes.ofAnswers(Benchmark.VQA, questions)).isEmpty();
    }

    @Test
    void lettersInLowerCaseAreRightAnswersAndNotNoted() throws IOException {
        List<Question> questions =
                questions("question\tA\tB\tanswer\timage", "Which?\tred\tblue\tb\t" + IMAGE);

        assertThat(DataNotes.of(Benchmark.MMBENCH, questions)).isEmpty();
    }

    @Test
    void questionsWithoutAnyImageAreNamedUnlessTheyAreOfText() throws IOException {
        List<Question> questions =
                questions("question\tA\tB\tanswer\tpicture", "Which?\tred\tblue\tB\t" + IMAGE);

        assertThat(DataNotes.of(Benchmark.MMBENCH, questions))
                .singleElement()
                .asString()
                .endsWith("columns decoded_image, image, images, image_path, imagename");
        assertThat(DataNotes.of(Benchmark.MMLU, questions)).isEmpty();
    }

    /// A sound row and one more.
    private List<Question> questions(String columns, String row) throws IOException {
        String text = "index\t" + columns + "\n1\tWhich?\tred\tblue\tA\t" + IMAGE + "\n2\t" + row;
        Path file = Files.writeString(folder.resolve("q.tsv"), text + "\n");
        return QuestionFile.read(file, QuestionRules.PLAIN).questions();
    }
}
