package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.testing.HybridModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Many jobs that come, share beginnings, fork, are cancelled and push each other out of a small KV
/// cache, to be saved and restored, text and images in the same batches. What the model likes best
/// at each step of each answer, and what it is told how likely tokens are, must be what it is
/// alone; in the end nothing is held.
@ExtendWith(NoLeaks.class)
class RandomTrafficTest {
    private static final int CONTEXT = 512;
    private static final int BATCH = 48;

    /// Some three steps each; `-Dglimpse.traffic.jobs=3000` for a long run.
    private static final int JOBS = Integer.getInteger("glimpse.traffic.jobs", 360);

    private static final long SEED = Long.getLong("glimpse.traffic.seed", 1);

    private static final Concurrency CONCURRENCY =
            new Concurrency(5, 16, 8, SavedPrefixOptions.NONE.withMemoryBytes(1 << 20));

    /// A decoder of which any rows are shared, and one whose state is copied as a whole.
    enum Decoder {
        PLAIN,
        HYBRID
    }

    private static final Map<Decoder, LlamaModel> MODELS = new EnumMap<>(Decoder.class);

    private LlamaModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open(@TempDir Path folder) throws IOException {
        Path hybrid = HybridModel.write(folder.resolve("hybrid.gguf"));
        MODELS.put(
                Decoder.PLAIN,
                LlamaModel.open(TextModelFile.small().write(folder), ModelParams.CPU));
        MODELS.put(Decoder.HYBRID, LlamaModel.open(hybrid, ModelParams.CPU));
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(LlamaModel::close);
        MODELS.clear();
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfJobsAlone(Decoder decoder, TestReporter reporter) {
        model = MODELS.get(decoder);
        var random = new Random(SEED);
        var pool = new TrafficPool(random, CONTEXT / 3);
        PrefixStatistics had;
        TrafficRun run;
        List<Traffic> all;
        try (var batcher = batcher(CONCURRENCY)) {
            run = new TrafficRun(batcher);
            all = run.run(pool, JOBS, random);
            had = batcher.slots().statistics();
            requireNothingHeld(batcher);
        }
        int compared = requireAsAlone(all);
        report(reporter, decoder, all.size(), run.steps(), had, compared);
        assertThat(run.steps()).isGreaterThan(2 * JOBS);
        assertThat(had.saved().restores()).isGreaterThan(JOBS / 20);
        assertThat(had.sharedRows()).isGreaterThan(JOBS * 10L);
        assertThat(run.fullest()).isBetween(CONTEXT * 9 / 10, CONTEXT);
    }

    /// Several one after the other, each with what those before it left in a small folder.
    @ParameterizedTest
    @EnumSource
    void answersOfProcessesThatShareAFolderAreThoseOfJobsAlone(
            Decoder decoder, @TempDir Path shared, TestReporter reporter) throws IOException {
        model = MODELS.get(decoder);
        var random = new Random(SEED);
        var pool = new TrafficPool(random, CONTEXT / 3);
        var all = new ArrayList<Traffic>();
        var options = SavedPrefixOptions.NONE.withFolder(shared).withFolderBytes(1 << 20);
        long restores = 0;
        for (int process = 1; process <= 3; process++) {
            try (var batcher = batcher(new Concurrency(5, 16, 8, options));
                    var folder = PrefixFolder.open(options, decoder.name())) {
                var run = new TrafficRun(batcher).keepIn(folder);
                int left = batcher.slots().statistics().stored().entries();
                assertThat(left > 0).isEqualTo(process > 1);
                List<Traffic> some = run.run(pool, JOBS / 6, random);
                all.addAll(some);
                PrefixStatistics had = batcher.slots().statistics();
                report(reporter, decoder, some.size(), run.steps(), had, 0);
                // In the first one it is a question of time what has been written when.
                assertThat(had.stored().restores()).isGreaterThanOrEqualTo(process > 1 ? 1 : 0);
                restores += had.stored().restores();
                batcher.slots().saveKept();
                requireNothingHeld(batcher);
            }
            assertThat(bytes(shared)).isBetween(1L, 1L << 20);
        }
        assertThat(restores).isGreaterThan(JOBS / 20);
        requireAsAlone(all);
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void report(
            TestReporter reporter,
            Decoder decoder,
            int jobs,
            int steps,
            PrefixStatistics had,
            int compared) {
        reporter.publishEntry(
                String.format(
                        Locale.ROOT,
                        "%s, seed %d: %d jobs, %d steps, %d rows shared, restored %d of %d kept in"
                                + " memory and %d of %d in files, %d compared",
                        decoder,
                        SEED,
                        jobs,
                        steps,
                        had.sharedRows(),
                        had.saved().restores(),
                        had.saved().saves(),
                        had.stored().restores(),
                        had.stored().saves(),
                        compared));
    }

    /// No cell, no sequence, here and in the native cache.
    private static void requireNothingHeld(Batcher batcher) {
        batcher.slots().forgetKept();
        assertThat(batcher.slots().usedRows()).isZero();
        assertThat(batcher.slots().keptSequences()).isZero();
        assertThat(batcher.slots().freeSequences()).isEqualTo(CONCURRENCY.sequences());
        for (int sequence = 0; sequence < CONCURRENCY.sequences(); sequence++) {
            assertThat(batcher.memory().lastPosition(sequence)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, true", "PLAIN, false", "HYBRID, true", "HYBRID, false"})
    void identicalPromptsAreComputedOnce(Decoder decoder, boolean fused) {
        model = MODELS.get(decoder);
        List<PromptPart> parts = new TrafficPool(new Random(9), CONTEXT / 3).prompt();
        var all = new ArrayList<Traffic>();
        for (int i = 0; i < 4; i++) {
            all.addAll(
                    Traffic.answers(parts, List.of(List.of(400 + i, 500 + i)), Optional.empty()));
        }
        int rows = new Prompt(parts).tokens();
        try (var batcher = fused ? batcher(CONCURRENCY) : apart(CONCURRENCY)) {
            new TrafficRun(batcher).run(all);
            // A job does not wait for the last few rows.
            assertThat(batcher.slots().sharedRows()).isGreaterThanOrEqualTo(3L * (rows - 18));
        }
        requireAsAlone(all);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private Batcher batcher(Concurrency concurrency) {
        return Batcher.open(
                model,
                context(concurrency.sequences(), BATCH),
                ComputeTurn.sharedCores(),
                concurrency);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private Batcher apart(Concurrency concurrency) {
        return Batcher.openApart(
                model,
                context(concurrency.sequences(), BATCH),
                ComputeTurn.sharedCores(),
                concurrency);
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private LlamaContext context(int sequences, int batch) {
        return LlamaContext.open(
                model, new ContextParams(CONTEXT, batch, batch, sequences, 1, 1, false));
    }

    /// @return how many numbers were compared
    private int requireAsAlone(List<Traffic> all) {
        int compared = 0;
        try (var context = context(1, CONTEXT);
                var tokens = TokenBatch.open(context);
                var embeddings = EmbeddingBatch.open(context)) {
            var alone = new TrafficAlone(context, tokens, embeddings);
            for (Traffic one : all) {
                assertThat(one.events().getLast()).isInstanceOf(DecodeEvent.Done.class);
                var done = (DecodeEvent.Done) one.events().getLast();
                FinishReason whole = one.ends().isEmpty() ? FinishReason.LENGTH : FinishReason.STOP;
                assertThat(done.reason())
                        .isEqualTo(one.isComplete() ? whole : FinishReason.CANCELLED);
                assertThat(one.isCancelled() || one.isComplete()).isTrue();
                compared += alone.compare(one);
            }
        }
        assertThat(compared).isPositive();
        return compared;
    }
}
