package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.answer.Answerer;
import dev.glimpse.evaluation.answer.EndpointChoiceScorer;
import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.prompt.MmluPrompt;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts with examples in a context that has no room for all of them, and letters without a
/// log-probability.
class ShortenedPromptTest {
    private static final QuestionRules RULES =
            QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.NUMBER);
    private static final String HEADER = "question,subject,choices,answer\n";

    @TempDir private Path folder;
    private QuestionFile questions;
    private Prompter prompt;

    @BeforeEach
    void files() throws IOException {
        var shots = new StringBuilder(HEADER);
        for (int i = 1; i <= 5; i++) {
            shots.append("shot ").append(i).append("?,anatomy,\"['x', 'y']\",0\n");
        }
        Path dev = Files.writeString(folder.resolve("dev.csv"), shots);
        Path test =
                Files.writeString(
                        folder.resolve("test.csv"),
                        HEADER
                                + "short?,anatomy,\"['x', 'y']\",0\n"
                                + "long?,anatomy,\"['x', 'y']\",0\n");
        questions = QuestionFile.read(test, RULES);
        prompt = new MmluPrompt(QuestionFile.read(dev, RULES).questions(), 5);
    }

    @Test
    void lastExamplesGoUntilThePromptFitsAndAreCounted() {
        var seen = new ArrayList<String>();
        Answerer small =
                turns -> {
                    String text = text(turns);
                    int room = text.contains("long?") ? 2 : 5;
                    if (text.contains("shot " + (room + 1))) {
                        throw tooLong();
                    }
                    seen.add(text);
                    return new Reply("A", "", "stop", 3, 1);
                };

        List<AnswerRow> rows = run(small);

        assertThat(seen.getLast()).contains("shot 1", "shot 2", "long?").doesNotContain("shot 3");
        assertThat(rows).extracting(row -> row.cost().examplesDropped()).containsExactly(0, 3);
        assertThat(rows).extracting(row -> row.cost().attempts()).containsExactly(1, 1);
        assertThat(RunFolder.rows(folder.resolve("run")))
                .extracting(row -> row.cost().examplesDropped())
                .containsExactly(0, 3);
        assertThat(RowNotes.of(rows))
                .containsExactly(
                        "3 examples were left out before 1 of 2 questions, so that the prompts"
                                + " fitted the context");
    }

    @Test
    void questionThatFitsWithoutAnyExampleNeitherFails() {
        List<AnswerRow> rows =
                run(_ -> {
                    throw tooLong();
                });

        assertThat(rows).allMatch(AnswerRow::failed);
        assertThat(rows.getFirst().outcome()).isEqualTo(new AnswerRow.Failed("no room"));
        assertThatThrownBy(() -> prompt.render(questions.questions().getFirst(), 6))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void lettersThatTheEndpointDoesNotTellAreCounted() {
        double absent = EndpointChoiceScorer.ABSENT;
        var rows =
                List.of(
                        row("1", Map.of("A", -1.0, "B", -2.0)),
                        row("2", Map.of("A", -1.0, "B", absent)),
                        row("3", Map.of("A", absent, "B", absent)));

        assertThat(RowNotes.of(rows))
                .singleElement()
                .asString()
                .startsWith("3 letters of 2 questions were not among the tokens")
                .endsWith("the first counts as the answer: 1 questions");
        assertThat(RowNotes.of(rows.subList(0, 1))).isEmpty();
    }

    private static AnswerRow row(String index, Map<String, Double> scores) {
        var mark = new Mark(Optional.of("A"), 1);
        return new AnswerRow(
                index,
                new AnswerRow.Answered("A", "", "stop", mark, scores),
                new AnswerRow.Cost(1, 0.5, 0, 0));
    }

    private List<AnswerRow> run(Answerer answerer) {
        var asking =
                new Asking(
                        prompt,
                        questions.images(),
                        new Asking.Written(
                                answerer,
                                AnswerCut.NONE,
                                new ChoiceMark(Extractors.named("mmlu-letter"))));
        try (var run = RunFolder.open(folder.resolve("run"), Map.of("model", "m"), false)) {
            EvaluationRun.ask(
                    run,
                    questions.questions(),
                    asking,
                    new EvaluationRun.Conduct(
                            new RunSettings(1, 3, Duration.ZERO, 20), new Stop(), _ -> {}));
            return List.copyOf(run.rows());
        }
    }

    private static String text(List<Message> turns) {
        return ((Content.Text) turns.getLast().content().getLast()).text();
    }

    private static AnswerException tooLong() {
        return new AnswerException(AnswerException.Kind.TOO_LONG, "no room");
    }
}
