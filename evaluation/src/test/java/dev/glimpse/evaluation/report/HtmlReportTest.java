package dev.glimpse.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.Grading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir Path folder;

    @Test
    void pageShowsScoresAndWrongAnswersAndLoadsNothing() throws IOException {
        String page = page("<img src=x onerror=alert(1)>");

        assertThat(page)
                .contains("50.00%", "Wrong answers", "1 of 2 rows; shown: 1")
                .contains("src=\"data:image/png;base64,iVBORw")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img src=x", "http:", "https:");
    }

    @Test
    void textOfOthersIsNoMarkup() {
        assertThat(new Html().element("p", "<b> & \"'").toString())
                .isEqualTo("<p>&lt;b&gt; &amp; &quot;&#39;</p>");
    }

    private String page(String response) throws IOException {
        byte[] png = new byte[90];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, 0, png, 0, 4);
        Path file =
                Files.writeString(
                        folder.resolve("q.tsv"),
                        "index\tquestion\tA\tB\tanswer\timage\n1\tq\tx\ty\tA\t"
                                + Base64.getEncoder().encodeToString(png)
                                + "\n2\tq\tx\ty\tB\t1\n");
        var rules =
                new ScoreRules(
                        Benchmark.CHOICE,
                        AbsentText.RAW,
                        AnswerCut.NONE,
                        new ChoiceMark(Extractors.named("vk-2026")));
        var questions = QuestionFile.read(file, rules.questionRules());
        var cost = new AnswerRow.Cost(1, 0.5, 10, 1);
        var rows =
                List.of(
                        new AnswerRow(
                                "1",
                                new AnswerRow.Answered("A", "", "stop", Mark.of("A", true)),
                                cost),
                        new AnswerRow(
                                "2",
                                new AnswerRow.Answered(response, "", "stop", Mark.UNREAD),
                                cost));
        Score score = Score.of(rules, Grading.of(questions.questions(), rows, rules.cut()));
        return HtmlReport.of(
                new Report(score, Map.of("model", "m"), rows, List.of()), questions.images());
    }
}
