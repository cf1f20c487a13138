package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.mark.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradingTest {
    private static final AnswerRow.Cost COST = new AnswerRow.Cost(1, 0.5, 10, 1);

    @TempDir Path folder;

    @Test
    void answerIsWhatTheRuleWasGivenWhetherItReadItOrNot() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("q.tsv"),
                        "index\tquestion\tA\tB\tanswer\n1\tq\tx\ty\tA\n2\tq\tx\ty\tA\n3\tq\tx"
                                + "\ty\tA\n");
        var questions = QuestionFile.read(file, QuestionRules.PLAIN).questions();
        var rows =
                List.of(
                        row("1", "<think>hm</think>it is A", Mark.of("A", true)),
                        row("2", "<think>hm</think>who knows", Mark.UNREAD),
                        new AnswerRow("3", new AnswerRow.Failed("too long"), COST));

        List<Graded> graded = Grading.of(questions, rows, AnswerCut.THOUGHTS);

        assertThat(graded).extracting(Graded::answer).containsExactly("it is A", "who knows", "");
        assertThat(graded).extracting(Graded::right).containsExactly(true, false, false);
    }

    private static AnswerRow row(String index, String text, Mark mark) {
        return new AnswerRow(index, new AnswerRow.Answered(text, "", "stop", mark), COST);
    }
}
