package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.handle.OpenHandles;
import dev.glimpse.bindings.mtmd.MtmdChunk;
import dev.glimpse.bindings.mtmd.MtmdContext;
import dev.glimpse.bindings.mtmd.MtmdParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LlamaModelTest {
    static final ContextParams SMALL = new ContextParams(256, 64, 64, 2, 1, 2, false);

    @Test
    void embeddedModelSaysWhatItIs() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            assertThat(model.embeddingSize()).isEqualTo(256);
            assertThat(model.layers()).isEqualTo(6);
            assertThat(model.metadata("general.architecture")).hasValue("minicpm");
            assertThat(model.metadata("no.such.key")).isEmpty();
            assertThat(model.chatTemplate()).isPresent();
            assertThat(model.positionsPerToken()).isEqualTo(1);
            assertThat(model.isGenerative()).isTrue();
            assertThat(model.hasRecurrentState()).isFalse();
        }
    }

    @Test
    void tokensOfATextSpellTheText() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            var vocabulary = model.vocabulary();
            String text = "What colour is the circle? Ünïcödé 图像 🙂";
            var bytes = new java.io.ByteArrayOutputStream();
            for (int token : vocabulary.tokenize(text, false, false)) {
                bytes.writeBytes(vocabulary.piece(token));
            }
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
            assertThat(vocabulary.tokenize("", false, false)).isEmpty();
            assertThatThrownBy(() -> vocabulary.piece(vocabulary.size()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4095");
        }
    }

    @Test
    void modelStaysOpenWhileAContextUsesIt() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context = LlamaContext.open(model, SMALL)) {
            assertThatThrownBy(model::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by 1");
            assertThat(OpenHandles.list()).hasSize(2);
            assertThat(context.contextTokens()).isEqualTo(256);
        }
        assertThat(OpenHandles.list()).isEmpty();
    }

    @Test
    void batchesOutsideTheContextAreRefusedInJava() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context = LlamaContext.open(model, SMALL);
                var batch = TokenBatch.open(context)) {
            assertThatThrownBy(() -> context.decode(batch)).hasMessageContaining("0 rows");
            batch.add(5000, 0, 0, true);
            assertThatThrownBy(() -> context.decode(batch)).hasMessageContaining("token 5000");
            batch.clear();
            batch.add(5, 0, 7, true);
            assertThatThrownBy(() -> context.decode(batch)).hasMessageContaining("sequence 7");
            batch.clear();
            batch.add(5, 0, 1, true);
            assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
            assertThat(context.logits(0).size()).isEqualTo(4096);
            assertThat(context.memory().lastPosition(1)).isZero();
        }
    }

    @Test
    void rowsAreNotPlacedInMoreDimensionsThanTheModelHas() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context = LlamaContext.open(model, SMALL);
                var batch = EmbeddingBatch.open(context)) {
            batch.add(new float[256], 0, 0, 0, false);
            assertThatThrownBy(() -> batch.place(0, 1, 2, 3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("1 positions");
        }
    }

    @Test
    void contextIsAsLongAsAskedForThoughTheCacheIsLonger() {
        var odd = new ContextParams(100, 64, 64, 1, 1, 1, false);
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context = LlamaContext.open(model, odd)) {
            assertThat(context.contextTokens()).isEqualTo(100);
        }
    }

    @Test
    void savedStateGivesTheSameLogits() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context = LlamaContext.open(model, SMALL);
                var batch = TokenBatch.open(context)) {
            for (int i = 0; i < 10; i++) {
                batch.add(300 + i, i, 0, false);
            }
            context.decode(batch);
            byte[] state = context.memory().save(0);
            float[] expected = next(context, batch, 0);
            context.memory().clear();
            context.memory().load(1, state);
            assertThat(next(context, batch, 1)).isEqualTo(expected);
        }
    }

    private static float[] next(LlamaContext context, TokenBatch batch, int sequence) {
        batch.clear();
        batch.add(42, 10, sequence, true);
        assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
        return context.logits(0).toArray();
    }

    @Test
    void mtmdEncodesAnImageBetweenItsMarkers() {
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var mtmd =
                        MtmdContext.open(
                                EmbeddedModel.mmproj(), model, new MtmdParams(2, false, false));
                var chunks = mtmd.prepare(30, 20, new byte[30 * 20 * 3])) {
            assertThat(chunks.list())
                    .map(chunk -> chunk instanceof MtmdChunk.Image)
                    .isEqualTo(List.of(false, true, false));
            var image = (MtmdChunk.Image) chunks.list().get(1);
            assertThat(image.rows()).isEqualTo(32);
            assertThat(image.causal()).isTrue();
            assertThat(chunks.encode(1)).hasSize(32 * 256).doesNotContain(Float.NaN);
        }
    }
}
