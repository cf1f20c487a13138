package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.answer.Answerer;
import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.fault.RunException;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.prompt.PromptStyle;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunTest {
    private static final Map<String, String> CONFIGURATION = Map.of("model", "m", "prompt", "p");
    private static final RunSettings QUICK = new RunSettings(1, 3, Duration.ZERO, 20);

    @TempDir Path folder;
    private QuestionFile questions;

    @BeforeEach
    void questions() throws IOException {
        var text = new StringBuilder("index\tquestion\tA\tB\tanswer\n");
        for (int i = 0; i < 30; i++) {
            text.append(i).append("\tquestion ").append(i).append("?\tone\ttwo\tA\n");
        }
        Path file = Files.writeString(folder.resolve("q.tsv"), text);
        questions = QuestionFile.read(file, QuestionRules.PLAIN);
    }

    @Test
    void everyQuestionGetsARowAndProgressIsTold() {
        var seen = new ArrayList<RunProgress>();
        try (var run = RunFolder.open(folder.resolve("run"), CONFIGURATION, false)) {
            boolean all =
                    EvaluationRun.ask(
                            run,
                            questions.questions(),
                            asking(turn -> reply(number(turn) % 3 == 0 ? "B" : "A")),
                            new EvaluationRun.Conduct(
                                    QUICK.withParallel(4), new Stop(), seen::add));

            assertThat(all).isTrue();
            assertThat(run.rows()).hasSize(30);
        }
        assertThat(seen).hasSize(30);
        assertThat(seen.getLast().credit()).isEqualTo(20);
        assertThat(seen.getLast().score()).isEqualTo(20 / 30.0);
        assertThat(RunFolder.rows(folder.resolve("run")).getFirst().outcome())
                .isInstanceOf(AnswerRow.Answered.class);
    }

    @Test
    void passingFailuresAreTriedAgainAndLastingOnesCountAsWrong() {
        var attempts = new AtomicInteger();
        Answerer answerer =
                turn ->
                        switch (number(turn)) {
                            case 1 -> {
                                if (attempts.incrementAndGet() < 3) {
                                    throw passing("busy");
                                }
                                yield reply("A");
                            }
                            case 2 -> throw passing("always busy");
                            case 3 ->
                                    throw new AnswerException(
                                            AnswerException.Kind.LASTING, "too long");
                            default -> reply("A");
                        };

        var rows = run(answerer, QUICK, false);

        assertThat(row(rows, "1").cost().attempts()).isEqualTo(3);
        assertThat(row(rows, "1").failed()).isFalse();
        assertThat(row(rows, "2").outcome()).isEqualTo(new AnswerRow.Failed("always busy"));
        assertThat(row(rows, "2").cost().attempts()).isEqualTo(3);
        assertThat(row(rows, "3").cost().attempts()).isEqualTo(1);
        var graded = Grading.of(questions.questions(), rows, AnswerCut.NONE);
        assertThat(graded.stream().filter(one -> one.right())).hasSize(28);
        assertThat(graded.stream().filter(one -> one.failed())).hasSize(2);
    }

    @Test
    void whoAnswersIsLookedForOnceAndOnlyWhereQuestionsWait() {
        var checks = new AtomicInteger();
        Answerer there = checked(checks::incrementAndGet);

        assertThat(run(there, QUICK.withParallel(4), false)).hasSize(30);
        assertThat(checks).hasValue(1);
        assertThat(run(there, QUICK, false)).hasSize(30);
        assertThat(checks).hasValue(1);
    }

    @Test
    void runWhoseAnswererIsNotThereEndsWithoutARow() {
        Answerer gone =
                checked(() -> {
                    throw new RunException("nothing listens there");
                });

        assertThatThrownBy(() -> run(gone, QUICK, false))
                .isInstanceOf(RunException.class)
                .hasMessage("nothing listens there");
        assertThat(RunFolder.rows(folder.resolve("run"))).isEmpty();
    }

    private static Answerer checked(Runnable check) {
        return new Answerer() {
            @Override
            public Reply answer(List<Message> conversation) {
                return reply("A");
            }

            @Override
            public void check() {
                check.run();
            }
        };
    }

    @Test
    void failedQuestionsAreAskedAgainOnlyIfWanted() {
        run(
                turn -> {
                    if (number(turn) < 5) {
                        throw new AnswerException(AnswerException.Kind.LASTING, "no");
                    }
                    return reply("A");
                },
                QUICK,
                false);
        var asked = new AtomicInteger();
        Answerer counting =
                _ -> {
                    asked.incrementAndGet();
                    return reply("A");
                };

        assertThat(run(counting, QUICK, false)).filteredOn(AnswerRow::failed).hasSize(5);
        assertThat(asked).hasValue(0);
        assertThat(run(counting, QUICK, true)).hasSize(30).noneMatch(AnswerRow::failed);
        assertThat(asked).hasValue(5);
    }

    @Test
    void tooManyFailuresInARowEndTheRun() {
        assertThatThrownBy(() ->
                        run(
                                _ -> {
                                    throw new AnswerException(
                                            AnswerException.Kind.LASTING, "no such model");
                                },
                                QUICK,
                                false))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("20 questions failed in a row, the last: no such model");
    }

    @Test
    void stoppedQuestionsGetNoRowAndAreAskedLater() {
        var stop = new Stop();
        try (var run = RunFolder.open(folder.resolve("run"), CONFIGURATION, false)) {
            boolean all =
                    EvaluationRun.ask(
                            run,
                            questions.questions(),
                            asking(turn -> {
                                if (number(turn) == 7) {
                                    stop.request();
                                    throw new AnswerException(
                                            AnswerException.Kind.STOPPED, "cancelled");
                                }
                                return reply("A");
                            }),
                            new EvaluationRun.Conduct(QUICK, stop, _ -> {}));

            assertThat(all).isFalse();
            assertThat(run.rows()).hasSize(7);
        }
        assertThat(run(_ -> reply("A"), QUICK, false)).hasSize(30);
    }

    @Test
    void rowThatWasTornAnywhereIsWrittenAgain() throws IOException {
        run(_ -> reply("A, \"ä\"\n"), QUICK, false);
        Path file = folder.resolve("run/answers.jsonl");
        byte[] whole = Files.readAllBytes(file);
        String text = new String(whole, StandardCharsets.UTF_8);
        int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
        int start = text.substring(0, lastLine).getBytes(StandardCharsets.UTF_8).length;
        for (int length = start; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            var asked = new AtomicInteger();

            var rows =
                    run(
                            _ -> {
                                asked.incrementAndGet();
                                return reply("A, \"ä\"\n");
                            },
                            QUICK,
                            false);

            assertThat(rows).hasSize(30);
            assertThat(asked).hasValue(length == whole.length ? 0 : 1);
        }
    }

    @Test
    void folderOfAnotherRunIsRefused() {
        run(_ -> reply("A"), QUICK, false);

        assertThatThrownBy(() ->
                        RunFolder.open(
                                folder.resolve("run"),
                                Map.of("model", "other", "prompt", "p"),
                                false))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("model was m and is other");
    }

    @Test
    void folderIsOfOneRunAtATime() {
        try (var _ = RunFolder.open(folder.resolve("run"), CONFIGURATION, false)) {
            assertThatThrownBy(() -> RunFolder.open(folder.resolve("run"), CONFIGURATION, false))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("in use by another run");
        }
    }

    private List<AnswerRow> run(Answerer answerer, RunSettings settings, boolean forgetFailures) {
        try (var run = RunFolder.open(folder.resolve("run"), CONFIGURATION, forgetFailures)) {
            EvaluationRun.ask(
                    run,
                    questions.questions(),
                    asking(answerer),
                    new EvaluationRun.Conduct(settings, new Stop(), _ -> {}));
            return List.copyOf(run.rows());
        }
    }

    private Asking asking(Answerer answerer) {
        return new Asking(
                PromptStyle.BARE,
                questions.images(),
                new Asking.Written(
                        answerer, AnswerCut.THOUGHTS, new ChoiceMark(Extractors.named("vk-2026"))));
    }

    private static int number(List<Message> turns) {
        String text = ((Content.Text) turns.getLast().content().getLast()).text();
        return Integer.parseInt(text.replaceAll("\\D", ""));
    }

    private static Reply reply(String text) {
        return new Reply(text, "", "stop", 3, 1);
    }

    private static AnswerException passing(String why) {
        return new AnswerException(AnswerException.Kind.PASSING, why);
    }

    private static AnswerRow row(List<AnswerRow> rows, String index) {
        return rows.stream().filter(row -> row.index().equals(index)).findFirst().orElseThrow();
    }
}
