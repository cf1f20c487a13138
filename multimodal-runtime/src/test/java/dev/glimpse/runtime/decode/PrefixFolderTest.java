package dev.glimpse.runtime.decode;

import static dev.glimpse.runtime.decode.Distributions.IMAGE_ROWS;
import static dev.glimpse.runtime.decode.Distributions.image;
import static dev.glimpse.runtime.decode.Distributions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.Slots.Begin;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.testing.HybridModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prefixes that come back from a folder, in a context that never computed them: with them the
/// logits of the whole vocabulary are those that the same prompt has beside what was never given
/// up, to the bit. Whatever else is in the folder changes no answer.
@ExtendWith(NoLeaks.class)
class PrefixFolderTest {
    private static final int CONTEXT = 256;
    private static final String SETTINGS = "a model";
    private static final KvPrecision QUANTIZED =
            new KvPrecision(KvType.Q8_0, KvType.Q8_0, FlashAttention.ON);

    @TempDir Path models;
    @TempDir Path folder;
    private Optional<LlamaModel> opened = Optional.empty();
    private KvPrecision precision = KvPrecision.HALF;

    @SuppressWarnings("MustBeClosed") // closed after the test
    private LlamaModel model(boolean hybrid) throws IOException {
        if (opened.isEmpty()) {
            Path file =
                    hybrid
                            ? HybridModel.write(models.resolve("hybrid.gguf"))
                            : TextModelFile.small().write(models);
            opened = Optional.of(LlamaModel.open(file, ModelParams.CPU));
        }
        return opened.get();
    }

    @AfterEach
    void close() {
        opened.ifPresent(LlamaModel::close);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false"})
    void whatOneProcessLeftServesTheNextAsIfKept(boolean hybrid, boolean quantized)
            throws Exception {
        model(hybrid);
        precision = quantized ? QUANTIZED : KvPrecision.HALF;
        List<Double> kept;
        try (var process = new Asking(PLENTY)) {
            process.ask(image(1), text(300, 30));
            kept = process.ask(image(1), text(700, 30));
            assertThat(process.stored().restores()).isZero();
        }
        assertThat(files()).isNotEmpty();
        try (var next = new Asking(PLENTY)) {
            assertThat(next.ask(image(1), text(700, 30))).isEqualTo(kept);
            assertThat(next.slots().sharedRows()).isGreaterThanOrEqualTo(IMAGE_ROWS);
            assertThat(next.stored().restores()).isEqualTo(1);
            assertThat(next.ask(image(2), text(700, 30))).isNotEqualTo(kept);
            assertThat(next.stored().restores()).isEqualTo(1);
        }
    }

    @Test
    void whatMakesRoomIsWrittenAtOnceAndLongerReplacesShorter() throws Exception {
        try (var process = new Asking(PLENTY)) {
            process.ask(text(300, 60));
            process.ask(text(300, 60), text(900, 30));
            process.ask(text(1000, CONTEXT - 8)); // nearly all of the cache
            process.awaitFiles(1);
            assertThat(process.stored().saves()).isBetween(1L, 2L);
            long before = process.slots().sharedRows();
            process.ask(text(300, 60), text(900, 30), text(2000, 10));
            assertThat(process.slots().sharedRows() - before).isGreaterThanOrEqualTo(60);
            assertThat(process.stored().restores()).isEqualTo(1);
        }
    }

    @Test
    void questionsAboutOneImageAreOneFile() throws Exception {
        try (var process = new Asking(PLENTY)) {
            process.ask(image(1), text(300, 8));
            process.ask(image(1), text(400, 8));
        }
        assertThat(files()).hasSize(1);
        try (var next = new Asking(PLENTY)) {
            next.ask(image(1), text(500, 8));
            assertThat(next.slots().sharedRows()).isEqualTo(IMAGE_ROWS);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void aShorterQuestionThatCameLaterDoesNotKeepAConversationOut() throws Exception {
        try (var process = new Asking(PLENTY)) {
            process.ask(image(1), text(300, 12));
            process.ask(image(1), text(400, 8));
        }
        assertThat(files()).hasSize(1);
        try (var next = new Asking(PLENTY)) {
            next.ask(image(1), text(300, 12), text(900, 5));
            assertThat(next.slots().sharedRows()).isEqualTo(IMAGE_ROWS + 12);
        }
    }

    /// Cut off anywhere, or with any byte changed: the answer is that of the prompt computed anew,
    /// and the file goes.
    @Test
    void damagedFilesAreNeverTrusted() throws Exception {
        List<Double> alone;
        try (var process = new Asking(PLENTY)) {
            alone = process.ask(image(1), text(300, 30));
        }
        Path file = files().getFirst();
        assertThat(files()).hasSize(1);
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(11);
        for (int round = 0; round < 200; round++) {
            Files.write(file, damaged(whole, round % 3, random));
            if (round % 40 == 0) {
                try (var next = new Asking(PLENTY)) {
                    assertThat(next.ask(image(1), text(300, 30))).isEqualTo(alone);
                    assertThat(next.stored().restores()).isZero();
                    next.forgetKept();
                }
            } else {
                readsNothing(image(1), text(300, 30));
            }
            assertThat(file).as("round %d", round).doesNotExist();
        }
        Files.write(file, whole);
        try (var next = new Asking(PLENTY)) {
            next.ask(image(1), text(300, 30));
            assertThat(next.stored().restores()).isEqualTo(1);
        }
    }

    private static byte[] damaged(byte[] whole, int how, Random random) {
        if (how == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] bytes = whole.clone();
        int most = how == 1 ? whole.length : 2_000; // within what is read of it at first
        bytes[random.nextInt(most)] ^= (byte) (1 + random.nextInt(255));
        return bytes;
    }

    private void readsNothing(PromptPart... parts) throws IOException {
        var options = SavedPrefixOptions.NONE.withFolder(folder);
        try (var files = PrefixFolder.open(options, SETTINGS)) {
            PromptRows rows = PromptRows.of(new Prompt(List.of(parts)), 1);
            Optional<Stored> found = files.find(rows, 0, Sharing.ROWS);
            if (found.isPresent()) {
                assertThat(files.read(found.get(), () -> {}).join()).isEmpty();
                assertThat(files.find(rows, 0, Sharing.ROWS)).isEmpty();
            }
        }
    }

    @Test
    void filesOfOtherModelsAndOfNoneAreLeftAlone() throws Exception {
        try (var other = new Asking(PLENTY, "another model")) {
            other.ask(text(300, 60));
        }
        Path theirs = files().getFirst();
        Path none = Files.writeString(folder.resolve("notes.txt"), "mine");
        try (var process = new Asking(PLENTY)) {
            assertThat(process.stored().entries()).isZero();
            process.ask(text(300, 60));
            assertThat(process.slots().sharedRows()).isZero();
        }
        assertThat(theirs).exists();
        assertThat(none).hasContent("mine");
        // Theirs under a name of ours.
        Path ours = files().stream().filter(file -> !file.equals(theirs)).findFirst().orElseThrow();
        Files.move(theirs, ours, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (var process = new Asking(PLENTY)) {
            assertThat(process.stored().entries()).isZero();
            process.forgetKept();
        }
        assertThat(ours).doesNotExist();
    }

    @Test
    void theFolderIsBoundedAndTheLeastRecentlyUsedGoesFirst() throws Exception {
        try (var process = new Asking(PLENTY)) {
            process.ask(text(300, 60));
        }
        long one = Files.size(files().getFirst());
        Files.delete(files().getFirst());
        long limit = 2 * one + one / 2;
        for (int first = 300; first <= 900; first += 300) {
            try (var process = new Asking(limit)) {
                process.ask(text(first, 60));
            }
            // The clock of a file system may stand still between two of them.
            int age = 1200 - first;
            for (Path file : files()) {
                FileTime used = Files.getLastModifiedTime(file);
                if (used.toMillis() > 1_000_000) {
                    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 - age));
                }
            }
        }
        assertThat(files()).hasSize(2);
        try (var process = new Asking(limit)) {
            process.ask(text(300, 60));
            assertThat(process.stored().restores()).isZero();
            process.ask(text(900, 60));
            assertThat(process.stored().restores()).isEqualTo(1);
        }
        try (var process = new Asking(one / 2)) {
            process.ask(text(1500, 60));
        }
    }

    /// Two that run at once: what one writes the other finds, what one deletes the other misses.
    @Test
    void processesShareTheFolder() throws Exception {
        try (var one = new Asking(PLENTY);
                var other = new Asking(PLENTY)) {
            one.ask(text(300, 90));
            one.ask(text(1000, CONTEXT - 8));
            one.awaitFiles(1);
            other.ask(text(300, 90));
            assertThat(other.stored().restores()).isEqualTo(1);
            for (Path file : files()) {
                Files.delete(file);
            }
            long before = one.slots().sharedRows();
            one.forgetKept();
            one.ask(text(300, 90));
            assertThat(one.slots().sharedRows()).isEqualTo(before);
            one.forgetKept();
            other.forgetKept();
        }
    }

    private static final long PLENTY = 64L << 20;

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".prefix")).sorted().toList();
        }
    }

    /// A context with the folder, as a process has them; on this test's thread.
    private final class Asking implements AutoCloseable {
        private final PrefixFolder files;
        private final Batcher batcher;
        private final Semaphore read = new Semaphore(0);

        Asking(long limit) throws IOException {
            this(limit, SETTINGS);
        }

        @SuppressWarnings("MustBeClosed") // closed with this
        Asking(long limit, String settings) throws IOException {
            var options = SavedPrefixOptions.NONE.withFolder(folder).withFolderBytes(limit);
            files = PrefixFolder.open(options, settings);
            var concurrency = new Concurrency(2, 64, 4, options);
            var params = new ContextParams(CONTEXT, 64, 64, concurrency.sequences(), 1, 1, false);
            batcher =
                    Batcher.open(
                            model(false),
                            LlamaContext.open(model(false), params, precision),
                            ComputeTurn.sharedCores(),
                            concurrency);
            slots().keepIn(files, read::release);
        }

        Slots slots() {
            return batcher.slots();
        }

        PrefixStatistics.Saved stored() {
            return slots().statistics().stored();
        }

        /// What is in the KV cache is not written at the end.
        void forgetKept() {
            slots().forgetKept();
        }

        void awaitFiles(int least) throws IOException {
            long end = System.nanoTime() + 20_000_000_000L;
            while (files().size() < least || stored().entries() < least) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
        }

        /// How likely each token is behind a prompt.
        List<Double> ask(PromptPart... parts) throws InterruptedException {
            var job = Distributions.of(parts);
            files.refresh();
            while (slots().begin(job, () -> true) != Begin.BEGUN) {
                read.acquire();
            }
            slots().endAsking();
            while (!slots().running().isEmpty()) {
                batcher.step(() -> false);
            }
            return Distributions.taken(job);
        }

        @Override
        public void close() {
            slots().saveKept();
            files.close();
            batcher.close();
        }
    }
}
