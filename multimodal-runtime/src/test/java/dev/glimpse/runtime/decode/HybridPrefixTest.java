package dev.glimpse.runtime.decode;

import static dev.glimpse.runtime.decode.Distributions.IMAGE_ROWS;
import static dev.glimpse.runtime.decode.Distributions.image;
import static dev.glimpse.runtime.decode.Distributions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.AnswerRules.TokenRules;
import dev.glimpse.runtime.decode.Slots.Begin;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.runtime.testing.HybridModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What prompts begin with that have a beginning in common, in a decoder whose state is copied
/// whole: how many rows, and that the logits behind them, of the whole vocabulary, are those of the
/// same prompt computed from nothing.
@ExtendWith(NoLeaks.class)
class HybridPrefixTest {

    /// Log-probabilities of the same rows in other batches, where additions have another order: of
    /// a range of 30. One row of the prompt more or less in the state moves them by more than ten
    /// times that.
    private static final double TOLERANCE = 0.05;

    /// What the model is made to answer with.
    private static final int TOKEN = 2000;

    private static final List<Integer> ANSWER = List.of(TOKEN, TOKEN, TOKEN, TOKEN);

    private static LlamaModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open(@TempDir Path folder) {
        model = LlamaModel.open(HybridModel.write(folder.resolve("hybrid.gguf")), ModelParams.CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void anotherQuestionAboutAnImageBeginsBehindIt() {
        try (var batcher = batcher(2, 4)) {
            requireShared(batcher, 0, text(300, 5), image(1), text(400, 30));
            requireShared(batcher, 45, text(300, 5), image(1), text(500, 30));
            requireShared(batcher, 45, text(300, 5), image(1), text(600, 3));
            requireShared(batcher, 0, text(300, 5), image(2), text(400, 30));
        }
    }

    @Test
    void samePromptBeginsBeforeItsLastRows() {
        try (var batcher = batcher(2, 4)) {
            requireShared(batcher, 0, text(300, 5), image(1), text(400, 30));
            requireShared(batcher, 73, text(300, 5), image(1), text(400, 30));
        }
    }

    @Test
    void systemPromptIsKeptOnceTwoHaveHadIt() {
        try (var batcher = batcher(2, 8)) {
            requireShared(batcher, 0, text(300, 50), text(400, 20));
            requireShared(batcher, 0, text(300, 50), text(500, 20));
            requireShared(batcher, 50, text(300, 50), text(600, 20));
        }
    }

    @Test
    void nextTurnBeginsBehindTheLastAnswer() {
        try (var batcher = batcher(2, 4)) {
            runAll(batcher, answers(1, text(300, 30)));
            // An answer's last token has no row.
            int before = 30 + ANSWER.size() - 1;
            requireShared(
                    batcher, before, text(300, 30), new PromptPart.Tokens(ANSWER), text(700, 9));
        }
    }

    @Test
    void answersToOnePromptForkItWhereItEnds() {
        List<Double> alone = new ArrayList<>();
        try (var batcher = batcher(1, 0)) {
            alone.addAll(told(batcher, answers(1, text(300, 5), image(1), text(400, 30))));
        }
        for (int slots = 2; slots <= 4; slots += 2) {
            // With two slots the others begin when the first has gone on.
            try (var batcher = batcher(slots, 6)) {
                var jobs = answers(4, text(300, 5), image(1), text(400, 30));
                List<Double> found = told(batcher, jobs);
                assertThat(batcher.slots().sharedRows()).isEqualTo(3 * 75L);
                assertThat(found).hasSize(4 * alone.size());
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i))
                            .isCloseTo(alone.get(i % alone.size()), within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void choicesShareTheirPrompt() {
        try (var batcher = batcher(2, 4)) {
            var prompt = new Prompt(List.of(text(300, 60)));
            for (int i = 0; i < 3; i++) {
                var job =
                        DecodeJob.scoring(
                                prompt, List.of(800 + i, 900), List.of(7, 8), () -> false);
                runAll(batcher, List.of(job));
                assertThat(batcher.slots().sharedRows()).isEqualTo(i * 59L);
            }
            // None of what follows the prompt is kept.
            assertThat(batcher.slots().usedRows()).isEqualTo(59);
        }
    }

    @Test
    void jobsThatComeTogetherWaitForWhatTheyShare() {
        try (var batcher = batcher(2, 4)) {
            var first = Distributions.of(text(300, 60), text(400, 20));
            var second = Distributions.of(text(300, 60), text(500, 20));
            assertThat(batcher.slots().begin(first, () -> true)).isEqualTo(Begin.BEGUN);
            assertThat(batcher.slots().begin(second, () -> true)).isEqualTo(Begin.WAITS_FOR_ROWS);
            batcher.step(() -> false);
            assertThat(batcher.slots().begin(second, () -> true)).isEqualTo(Begin.BEGUN);
            assertThat(batcher.slots().sharedRows()).isEqualTo(60);
            runAll(batcher, List.of());
            requireEqual(Distributions.taken(first), alone(text(300, 60), text(400, 20)));
            requireEqual(Distributions.taken(second), alone(text(300, 60), text(500, 20)));
        }
    }

    @Test
    void whatWasOfNoUseForLongestMakesPlace() {
        try (var batcher = batcher(2, 3)) {
            for (int image = 1; image <= 5; image++) {
                runAll(batcher, answers(1, image(image), text(400, 3)));
                assertThat(batcher.slots().keptSequences()).isLessThanOrEqualTo(3);
            }
            // Each left two: behind the image, and with its answer.
            requireShared(batcher, 0, image(1), text(400, 3));
            requireShared(batcher, IMAGE_ROWS, image(1), text(500, 3));
        }
    }

    @Test
    void whatIsCancelledWithinItsPromptLeavesNoMoreThanItsPoints() {
        try (var batcher = batcher(1, 4)) {
            boolean[] cancelled = new boolean[1];
            var job =
                    new DecodeJob(
                            new Prompt(List.of(image(1), text(400, 300))),
                            AnswerRules.plain(SamplingOptions.GREEDY, 4, List.of()),
                            () -> cancelled[0]);
            assertThat(batcher.slots().begin(job, () -> true)).isEqualTo(Begin.BEGUN);
            batcher.step(() -> false);
            batcher.step(() -> false);
            cancelled[0] = true;
            batcher.step(() -> false);
            assertThat(batcher.slots().usedRows()).isEqualTo(IMAGE_ROWS);
            requireShared(batcher, IMAGE_ROWS, image(1), text(400, 300));
        }
    }

    @Test
    void openedModelKeepsBeginnings(@TempDir Path folder) {
        Path file = HybridModel.write(folder.resolve("hybrid.gguf"));
        try (var opened = VisionLanguageModel.open(ModelOptions.textOnly(file))) {
            var request =
                    GenerationRequest.of(
                                    List.of(
                                            Message.user(
                                                    Content.text(
                                                            "Say again what you said before"
                                                                    + " about the tall red"
                                                                    + " house."))))
                            .withMaxTokens(3);
            var first = opened.generate(request);
            assertThat(opened.statistics().prefixes().sharedRows()).isZero();
            assertThat(opened.generate(request).text()).isEqualTo(first.text());
            assertThat(opened.statistics().prefixes().sharedRows())
                    .isEqualTo(first.usage().promptTokens() - 2);
        }
    }

    /// Computes a prompt beside what is kept.
    private static void requireShared(Batcher batcher, long rows, PromptPart... parts) {
        long before = batcher.slots().sharedRows();
        var job = Distributions.of(parts);
        runAll(batcher, List.of(job));
        assertThat(batcher.slots().sharedRows() - before).isEqualTo(rows);
        requireEqual(Distributions.taken(job), alone(parts));
    }

    private static void requireEqual(List<Double> found, List<Double> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int token = 0; token < found.size(); token++) {
            assertThat(found.get(token)).isCloseTo(expected.get(token), within(TOLERANCE));
        }
    }

    private static List<Double> alone(PromptPart... parts) {
        try (var batcher = batcher(1, 0)) {
            var job = Distributions.of(parts);
            runAll(batcher, List.of(job));
            assertThat(batcher.slots().sharedRows()).isZero();
            return Distributions.taken(job);
        }
    }

    private final List<Double> told = new ArrayList<>();

    /// Log-probabilities of the answers' tokens and of the likeliest ones, an answer after the
    /// other.
    private List<Double> told(Batcher batcher, List<DecodeJob> jobs) {
        told.clear();
        scores.clear();
        jobs.forEach(_ -> scores.add(new ArrayList<>()));
        runAll(batcher, jobs);
        scores.forEach(told::addAll);
        return List.copyOf(told);
    }

    private final List<List<Double>> scores = new ArrayList<>();

    private List<DecodeJob> answers(int count, PromptPart... parts) {
        var bias = new float[model.vocabulary().size()];
        bias[TOKEN] = 100;
        var rules =
                new AnswerRules(
                        SamplingOptions.GREEDY,
                        new TokenRules(Optional.of(bias), Optional.empty()),
                        ANSWER.size(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(LogProbabilityOptions.answer(5)));
        return DecodeJob.answers(
                new Prompt(List.of(parts)),
                Collections.nCopies(count, rules),
                () -> false,
                (event, answer) -> {
                    if (event instanceof DecodeEvent.Text text && answer < scores.size()) {
                        text.tokens()
                                .forEach(token -> {
                                    scores.get(answer).add(token.logProbability());
                                    token.alternatives()
                                            .forEach(each ->
                                                    scores.get(answer).add(each.logProbability()));
                                });
                    }
                });
    }

    private static void runAll(Batcher batcher, List<DecodeJob> jobs) {
        var waiting = new ArrayList<>(jobs);
        do {
            waiting.removeIf(job -> batcher.slots().begin(job, () -> true) == Begin.BEGUN);
            batcher.step(() -> false);
        } while (!waiting.isEmpty() || !batcher.slots().running().isEmpty());
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static Batcher batcher(int slots, int prefixes) {
        var concurrency = new Concurrency(slots, 64, prefixes);
        var params = new ContextParams(1024, 64, 64, concurrency.sequences(), 1, 1, false);
        return Batcher.open(
                model, LlamaContext.open(model, params), ComputeTurn.sharedCores(), concurrency);
    }
}
