package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.AnswerRules.TokenRules;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many jobs that come, share beginnings, are cancelled and push each other out of a small KV
/// cache, text and images in the same batches. What the model likes best at each step of each
/// answer must be what it likes alone, with text and images in batches of their own.
///
/// Each answer is a given list of tokens, whatever the model likes, so that one near-tie does not
/// make all that follows incomparable.
@ExtendWith(NoLeaks.class)
class RandomTrafficTest {
    private static final int CONTEXT = 512;
    private static final int BATCH = 48;
    private static final int WIDTH = 256;
    private static final int IMAGE_ROWS = 32;

    /// `-Dglimpse.traffic.jobs=3000` for a long run.
    private static final int JOBS = Integer.getInteger("glimpse.traffic.jobs", 120);

    private static final Concurrency CONCURRENCY = new Concurrency(5, 16, 8);

    /// How far two logits may be apart for the order of additions to decide between them: products
    /// of one row and of several are added up in different orders, and keys are kept in 16 bits.
    /// Logits of this model go from -15 to 15.
    private static final float TIE = 0.1f;

    private static LlamaModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /// A job with the answer it has to give, and what the model would have said.
    private static final class Traffic implements TokenFilter {
        private final List<PromptPart> parts;
        private final List<Integer> given;
        private final List<Integer> liked = new ArrayList<>();
        private final DecodeJob job;
        private boolean cancelled;
        private int next;

        Traffic(List<PromptPart> parts, List<Integer> given) {
            this.parts = parts;
            this.given = given;
            job =
                    new DecodeJob(
                            new Prompt(parts),
                            new AnswerRules(
                                    SamplingOptions.GREEDY,
                                    new TokenRules(Optional.empty(), Optional.of(this)),
                                    given.size(),
                                    List.of(),
                                    Optional.empty()),
                            () -> cancelled);
        }

        @Override
        public boolean allows(int token) {
            liked.add(token);
            return token == given.get(next);
        }

        @Override
        public BitSet allowed() {
            var one = new BitSet();
            one.set(given.get(next));
            return one;
        }

        @Override
        public void accept(int token) {
            next++;
        }
    }

    @Test
    void answersAreThoseOfJobsAlone() throws Exception {
        var random = new Random(1);
        var pool = new Pool(random);
        var all = new ArrayList<Traffic>();
        int steps = 0;
        long shared;
        try (var batcher = batcher(CONCURRENCY)) {
            Deque<Traffic> waiting = new ArrayDeque<>();
            while (all.size() < JOBS || !waiting.isEmpty() || isBusy(batcher)) {
                if (all.size() < JOBS && waiting.size() < 8 && random.nextInt(3) == 0) {
                    var one = pool.next();
                    all.add(one);
                    waiting.add(one);
                }
                if (random.nextInt(40) == 0) {
                    all.get(Math.max(0, all.size() - 1 - random.nextInt(6))).cancelled = true;
                }
                begin(batcher, waiting);
                batcher.step(() -> false);
                steps++;
                assertThat(batcher.slots().usedRows()).isLessThanOrEqualTo(CONTEXT);
            }
            shared = batcher.slots().sharedRows();
        }
        assertThat(steps).isGreaterThan(2 * JOBS);
        assertThat(shared).isGreaterThan(JOBS * 10L);
        requireAsAlone(all);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void identicalPromptsAreComputedOnce(boolean fused) throws Exception {
        var pool = new Pool(new Random(9));
        var parts = pool.next().parts;
        var all = new ArrayList<Traffic>();
        for (int i = 0; i < 4; i++) {
            all.add(new Traffic(parts, List.of(400 + i, 500 + i)));
        }
        int rows = new Prompt(parts).tokens();
        try (var batcher = fused ? batcher(CONCURRENCY) : apart(CONCURRENCY)) {
            Deque<Traffic> waiting = new ArrayDeque<>(all);
            while (!waiting.isEmpty() || isBusy(batcher)) {
                begin(batcher, waiting);
                batcher.step(() -> false);
            }
            // A job does not wait for the last few rows.
            assertThat(batcher.slots().sharedRows()).isGreaterThanOrEqualTo(3L * (rows - 18));
        }
        requireAsAlone(all);
    }

    private static boolean isBusy(Batcher batcher) {
        return !batcher.slots().running().isEmpty();
    }

    private static void begin(Batcher batcher, Deque<Traffic> waiting) {
        for (Traffic one : List.copyOf(waiting)) {
            switch (batcher.slots().begin(one.job)) {
                case BEGUN -> waiting.remove(one);
                case WAITS_FOR_ROWS -> {}
                case NO_ROOM -> {
                    return;
                }
            }
        }
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static Batcher batcher(Concurrency concurrency) {
        return Batcher.open(
                model, context(concurrency.sequences()), ComputeTurn.sharedCores(), concurrency);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static Batcher apart(Concurrency concurrency) {
        return Batcher.openApart(
                model, context(concurrency.sequences()), ComputeTurn.sharedCores(), concurrency);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static LlamaContext context(int sequences) {
        return LlamaContext.open(
                model, new ContextParams(CONTEXT, BATCH, BATCH, sequences, 1, 1, false));
    }

    private static void requireAsAlone(List<Traffic> all) throws InterruptedException {
        int compared = 0;
        try (var context = context(1);
                var tokens = TokenBatch.open(context);
                var embeddings = EmbeddingBatch.open(context)) {
            var alone = new Alone(context, tokens, embeddings);
            for (Traffic one : all) {
                DecodeEvent.Done done = done(one.job);
                boolean complete = one.liked.size() == one.given.size();
                assertThat(done.reason())
                        .isEqualTo(complete ? FinishReason.LENGTH : FinishReason.CANCELLED);
                assertThat(one.cancelled || complete).isTrue();
                alone.compare(one);
                compared += one.liked.size();
            }
        }
        assertThat(compared).isPositive();
    }

    private static DecodeEvent.Done done(DecodeJob job) throws InterruptedException {
        while (true) {
            DecodeEvent event = job.take();
            assertThat(event).isNotInstanceOf(DecodeEvent.Failed.class);
            if (event instanceof DecodeEvent.Done done) {
                return done;
            }
        }
    }

    /// A job computed by itself, from nothing.
    private record Alone(LlamaContext context, TokenBatch tokens, EmbeddingBatch embeddings) {
        void compare(Traffic one) {
            if (one.liked.isEmpty()) {
                return;
            }
            context.memory().clear();
            int position = 0;
            int row = -1;
            for (PromptPart part : one.parts) {
                switch (part) {
                    case PromptPart.Tokens(List<Integer> ids) -> {
                        row = decode(ids, position, false);
                        position += ids.size();
                    }
                    case PromptPart.Image(ImageEmbedding image) -> {
                        embeddings.clear();
                        var values = new float[WIDTH];
                        for (int i = 0; i < image.rows(); i++) {
                            image.copyRow(i, values);
                            boolean last = i == image.rows() - 1;
                            row = embeddings.add(values, 0, position++, 0, last);
                        }
                        context.decode(embeddings);
                    }
                }
            }
            requireLiked(context.logits(row), one.liked.getFirst());
            decode(one.given, position, true);
            for (int i = 1; i < one.liked.size(); i++) {
                requireLiked(context.logits(i - 1), one.liked.get(i));
            }
        }

        /// @param all whether logits of all rows are wanted, not of the last one alone
        private int decode(List<Integer> ids, int position, boolean all) {
            tokens.clear();
            int row = -1;
            for (int i = 0; i < ids.size(); i++) {
                row = tokens.add(ids.get(i), position + i, 0, all || i == ids.size() - 1);
            }
            context.decode(tokens);
            return row;
        }

        private static void requireLiked(Logits logits, int liked) {
            float best = Float.NEGATIVE_INFINITY;
            for (int token = 0; token < logits.size(); token++) {
                best = Math.max(best, logits.get(token));
            }
            assertThat(logits.get(liked)).isGreaterThanOrEqualTo(best - TIE);
        }
    }

    /// Prompts that begin alike, with the same few images.
    private static final class Pool {
        private final Random random;
        private final List<PromptPart> systems = new ArrayList<>();
        private final List<PromptPart> images = new ArrayList<>();
        private final List<List<PromptPart>> turns = new ArrayList<>();

        Pool(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                systems.add(new PromptPart.Tokens(tokens(10 + 5 * i)));
                images.add(image());
            }
        }

        Traffic next() {
            var parts = new ArrayList<PromptPart>();
            if (!turns.isEmpty() && random.nextInt(4) == 0) {
                parts.addAll(turns.get(random.nextInt(turns.size())));
            } else {
                parts.add(systems.get(random.nextInt(systems.size())));
                for (int i = random.nextInt(3); i > 0; i--) {
                    parts.add(images.get(random.nextInt(images.size())));
                }
            }
            parts.add(new PromptPart.Tokens(tokens(1 + random.nextInt(12))));
            List<Integer> given = tokens(1 + random.nextInt(16));
            if (new Prompt(parts).tokens() < CONTEXT / 3) {
                var turn = new ArrayList<>(parts);
                turn.add(new PromptPart.Tokens(given));
                turns.add(turn);
            }
            return new Traffic(List.copyOf(parts), given);
        }

        private List<Integer> tokens(int count) {
            return random.ints(count, 300, 4000).boxed().toList();
        }

        private PromptPart image() {
            var values = new float[IMAGE_ROWS * WIDTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.1f;
            }
            return new PromptPart.Image(
                    new ImageEmbedding(IMAGE_ROWS, WIDTH, values, Optional.empty(), true));
        }
    }
}
