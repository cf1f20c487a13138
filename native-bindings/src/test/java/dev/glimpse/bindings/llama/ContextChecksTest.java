package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.mtmd.MtmdContext;
import dev.glimpse.bindings.mtmd.MtmdParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What would trip an assertion of llama.cpp is an exception here, and the context goes on.
@ExtendWith(NoLeaks.class)
class ContextChecksTest {
    private static final ContextParams SMALL = new ContextParams(256, 64, 32, 2, 1, 1, false);

    private static LlamaModel model;
    private static LlamaContext context;
    private static TokenBatch tokens;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
        context = LlamaContext.open(model, SMALL);
        tokens = TokenBatch.open(context);
    }

    @AfterAll
    static void close() {
        tokens.close();
        context.close();
        model.close();
    }

    @Test
    void numbersOfAContextAreWithinGgmlsLimits() {
        assertIllegal(() -> new ContextParams(0, 1, 1, 1, 1, 1, false), "contextTokens is 0");
        assertIllegal(
                () -> new ContextParams(Integer.MAX_VALUE, 1, 1, 1, 1, 1, false),
                "contextTokens is 2147483647; allowed: 1 to 16777216");
        assertIllegal(() -> new ContextParams(1, 1, 1, 257, 1, 1, false), "sequences is 257");
        assertIllegal(() -> new ContextParams(1, 1, 1, 1, 513, 1, false), "threads is 513");
        assertIllegal(() -> new ContextParams(1, 1, 1, 1, 1, 0, false), "batchThreads is 0");
        assertIllegal(() -> new MtmdParams(513, false, false), "threads is 513");
    }

    @Test
    void rowsOfABatchAreChecked() {
        tokens.clear();
        assertIllegal(() -> tokens.add(-1, 0, 0, true), "token -1");
        assertIllegal(() -> tokens.add(1, -1, 0, true), "position -1");
        assertIllegal(() -> tokens.add(1, 0, -1, true), "sequence -1");
        assertIllegal(() -> context.decode(tokens), "batch of 0 rows");
        for (int i = 0; i < 64; i++) {
            tokens.add(1, i, 0, false);
        }
        assertThatThrownBy(() -> tokens.add(1, 64, 0, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("full with 64 rows");
        tokens.clear();
        tokens.add(1, 0, Integer.MAX_VALUE, true);
        assertIllegal(() -> context.decode(tokens), "sequence 2147483647; the context has 2");
    }

    @Test
    void positionsContinueOrTheReasonIsGiven() {
        context.memory().clear();
        decode(1, 0);
        for (int position : new int[] {0, 2, 1000, Integer.MAX_VALUE}) {
            tokens.clear();
            tokens.add(1, position, 0, true);
            assertThatThrownBy(() -> context.decode(tokens))
                    .isInstanceOf(NativeCallException.class)
                    .hasMessageContaining("llama_decode returned -1 for 1 rows")
                    .hasMessageContaining("Y = " + position);
        }
        decode(1, 1);
        tokens.clear();
        tokens.add(1, 5, 1, false);
        tokens.add(1, 3, 1, false);
        assertThatThrownBy(() -> context.decode(tokens)).isInstanceOf(NativeCallException.class);
        decode(1, 2);
    }

    @Test
    void onlyRowsThatAskedHaveLogits() {
        context.memory().clear();
        tokens.clear();
        tokens.add(1, 0, 0, false);
        tokens.add(2, 1, 0, true);
        assertThat(context.decode(tokens)).isEqualTo(DecodeStatus.DONE);
        assertThat(context.logits(1).areNumbers()).isTrue();
        assertIllegal(() -> context.logits(0), "row 0 of the last batch has no logits");
        assertIllegal(() -> context.logits(2), "rows that asked: {1}");
        assertIllegal(() -> context.logits(-1), "row -1");
        assertThatThrownBy(() -> context.logits(1).get(4096))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void rowsThatSeeEachOtherFitOneStep() {
        context.memory().clear();
        try (var embeddings = EmbeddingBatch.open(context)) {
            for (int i = 0; i < 33; i++) {
                embeddings.add(new float[256], 0, i, 0, false);
            }
            context.setCausal(false);
            assertIllegal(() -> context.decode(embeddings), "batch of 33 rows that all see");
            context.setCausal(true);
            assertThat(context.decode(embeddings)).isEqualTo(DecodeStatus.DONE);
            assertIllegal(() -> embeddings.add(new float[255], 0, 0, 0, false), "255 floats");
            assertIllegal(() -> embeddings.add(new float[512], 257, 0, 0, false), "row at 257");
            assertIllegal(() -> embeddings.place(33, 0, 0, 0), "row 33");
        } finally {
            context.setCausal(true);
        }
    }

    @Test
    void fullCacheIsAStatusAndNoEnd() {
        context.memory().clear();
        int position = 0;
        for (int step = 0; step < 4; step++) {
            tokens.clear();
            for (int i = 0; i < 64; i++) {
                tokens.add(1, position++, 0, false);
            }
            assertThat(context.decode(tokens)).isEqualTo(DecodeStatus.DONE);
        }
        tokens.clear();
        tokens.add(1, position, 0, true);
        assertThat(context.decode(tokens)).isEqualTo(DecodeStatus.NO_ROOM);
        assertThat(context.memory().lastPosition(0)).isEqualTo(255);
    }

    @Test
    void sequencesOfTheMemoryAreChecked() {
        KvMemory memory = context.memory();
        memory.clear();
        decode(1, 0);
        assertIllegal(
                () -> memory.remove(2, 0, KvMemory.END), "sequence 2; the context has 0 to 1");
        assertIllegal(() -> memory.copy(0, -1, 0, KvMemory.END), "sequence -1");
        assertIllegal(() -> memory.keep(Integer.MAX_VALUE), "sequence 2147483647");
        assertIllegal(() -> memory.lastPosition(-2), "sequence -2");
        assertIllegal(() -> memory.shift(0, 3, 2, 1), "positions 3 to 2");
        assertIllegal(() -> memory.remove(0, -1, 2), "positions -1 to 2");
        memory.copy(0, 0, 0, KvMemory.END);
        memory.copy(0, 1, 0, KvMemory.END);
        assertThat(memory.lastPosition(1)).isZero();
        memory.shift(0, 0, KvMemory.END, 7);
        assertThat(memory.lastPosition(0)).isEqualTo(7);
        memory.shift(0, 0, KvMemory.END, -100);
        assertThat(memory.lastPosition(0)).isEqualTo(-1);
    }

    @Test
    void damagedStatesAreRefused() {
        KvMemory memory = context.memory();
        memory.clear();
        decode(1, 0);
        byte[] state = memory.save(0);
        for (int at : new int[] {0, 4, 5, 20, state.length / 2, state.length - 1}) {
            byte[] damaged = state.clone();
            damaged[at] ^= 0x40;
            assertThatThrownBy(() -> memory.load(1, damaged))
                    .isInstanceOf(NativeCallException.class)
                    .hasMessageContaining("is damaged");
        }
        for (int length : new int[] {0, 3, 4, 5, state.length - 1}) {
            assertThatThrownBy(() -> memory.load(1, Arrays.copyOf(state, length)))
                    .isInstanceOf(NativeCallException.class);
        }
        memory.load(1, state);
        assertThat(memory.lastPosition(1)).isZero();
    }

    @Test
    void samplersAreCheckedBeforeTheyAssert() {
        context.memory().clear();
        decode(1, 0);
        try (var chain = SamplerChain.open(model)) {
            assertIllegal(() -> chain.sample(context.logits(0)), "whose last step does not choose");
            chain.addTopK(5);
            assertIllegal(() -> chain.sample(context.logits(0)), "whose last step does not choose");
            assertIllegal(() -> chain.addTopK(0), "k 0");
            assertIllegal(() -> chain.addTopP(Float.NaN), "p NaN");
            assertIllegal(() -> chain.addTopP(0), "p 0.0");
            assertIllegal(() -> chain.addMinP(1.5f), "p 1.5");
            assertIllegal(() -> chain.addTemperature(0), "temperature 0.0");
            assertIllegal(
                    () -> chain.addPenalties(Integer.MAX_VALUE, 1.1f, 0, 0), "window 2147483647");
            assertIllegal(() -> chain.addPenalties(64, 0, 0, 0), "penalty 0.0");
            assertIllegal(() -> chain.accept(4096), "token 4096");
            chain.addPenalties(64, 1.1f, 0, 0);
            chain.addTemperature(Float.MIN_VALUE);
            chain.addDistribution(1);
            assertThat(chain.sample(context.logits(0))).isBetween(0, 4095);
            assertIllegal(() -> chain.sample(context.logits(1)), "row 1");
        }
    }

    @Test
    void nanIsNotSampledFrom() {
        context.memory().clear();
        try (var embeddings = EmbeddingBatch.open(context);
                var chain = SamplerChain.open(model)) {
            chain.addTopK(40);
            chain.addTopP(0.9f);
            chain.addDistribution(1);
            float[] row = new float[256];
            row[7] = Float.NaN;
            embeddings.add(row, 0, 0, 0, true);
            assertThat(context.decode(embeddings)).isEqualTo(DecodeStatus.DONE);
            assertThat(context.logits(0).areNumbers()).isFalse();
            assertThatThrownBy(() -> chain.sample(context.logits(0)))
                    .isInstanceOf(NativeCallException.class)
                    .hasMessageContaining("NaN or infinite logits");
        }
    }

    @Test
    void tokensOutsideTheVocabularyAreRefused() {
        var vocabulary = model.vocabulary();
        for (int token : new int[] {-1, 4096, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertIllegal(() -> vocabulary.piece(token), "token " + token);
            assertIllegal(() -> vocabulary.text(token), "token " + token);
            assertIllegal(() -> vocabulary.isEndOfGeneration(token), "token " + token);
        }
        assertThat(vocabulary.tokenize("\0\uD800 a\0", true, true)).isNotEmpty();
    }

    @Test
    void failedOpenLeavesNothing() {
        Path missing = Path.of("missing.gguf");
        assertThatThrownBy(() -> openModel(missing))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("could not load missing.gguf: ");
        assertThatThrownBy(() -> openMmproj(missing))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("libmtmd could not load missing.gguf for");
    }

    @Test
    void reasonsOfLlamaCppAreInTheMessage(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> openModel(EmbeddedModel.mmproj()))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("mmproj-glimpse-tiny.gguf: ")
                .hasMessageContaining("CLIP cannot be used as main model");
        Path incomplete = Files.write(folder.resolve("incomplete.gguf"), withoutLastTensor());
        assertThatThrownBy(() -> openModel(incomplete))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("incomplete.gguf: ")
                .hasMessageContaining("tensor 'blk.5.ffn_down.weight' not found");
    }

    private static void openModel(Path file) {
        try (var opened = LlamaModel.open(file, ModelParams.CPU)) {
            throw new AssertionError(opened + " was opened");
        }
    }

    private static void openMmproj(Path file) {
        try (var opened = MtmdContext.open(file, model, new MtmdParams(1, false, false))) {
            throw new AssertionError(opened + " was opened");
        }
    }

    private static byte[] withoutLastTensor() throws IOException {
        var file = GgufFile.read(EmbeddedModel.text());
        var tensors = file.tensors();
        byte[] bytes = Files.readAllBytes(EmbeddedModel.text());
        int data = (int) file.dataOffset();
        int end = data + (int) tensors.getLast().offset();
        return new GgufWriter()
                .raw(GgufWriter.header(file.metadata(), tensors.subList(0, tensors.size() - 1)))
                .raw(Arrays.copyOfRange(bytes, data, end))
                .bytes();
    }

    private static void decode(int token, int position) {
        tokens.clear();
        tokens.add(token, position, 0, true);
        assertThat(context.decode(tokens)).isEqualTo(DecodeStatus.DONE);
    }

    private static void assertIllegal(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
