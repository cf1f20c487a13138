package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.llama.ModelParams.Loading;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.bindings.testing.WholeGguf;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.options.DecoderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class ModelOptionsTest {
    private static final ModelOptions OPTIONS =
            ModelOptions.textOnly(EmbeddedModel.text()).withThreads(1).withContextTokens(256);

    @TempDir Path folder;

    @Test
    void quantizedKeysAndValuesAnswerAlike() {
        String plain = answer(OPTIONS);
        assertThat(plain).isNotBlank();
        assertThat(answer(decoder(options -> options.withKvTypes(KvType.Q8_0, KvType.Q8_0))))
                .isEqualTo(plain);
        assertThat(answer(decoder(options -> options.withFlashAttention(FlashAttention.OFF))))
                .isEqualTo(plain);
        assertThat(answer(decoder(options -> options.withKvTypes(KvType.Q4_0, KvType.Q4_0))))
                .isNotBlank();
    }

    @Test
    void quantizedValuesNeedFlashAttention() {
        assertThatThrownBy(() ->
                        DecoderOptions.DEFAULT
                                .withFlashAttention(FlashAttention.OFF)
                                .withKvTypes(KvType.F16, KvType.Q4_0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kvValues is Q4_0, but flash attention is off");
    }

    @Test
    void weightsAreReadOrMapped() {
        var read = OPTIONS.withPlacement(place -> place.withLoading(new Loading(false, false)));
        assertThat(answer(read)).isEqualTo(answer(OPTIONS));
    }

    @Test
    @SuppressWarnings("MustBeClosed") // nothing is opened
    void devicesThatAreNotThereAreRefused() {
        assertThatThrownBy(() ->
                        VisionLanguageModel.open(
                                        OPTIONS.withPlacement(
                                                place -> place.withDevices(List.of("GPU7"))))
                                .close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("there is no device GPU7; ");
        assertThatThrownBy(() ->
                        VisionLanguageModel.open(
                                        OPTIONS.withPlacement(place -> place.withMainGpu(9)))
                                .close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("mainGpu is 9, but ");
    }

    @Test
    void adapterOfScaleZeroChangesNothingAndAStrongOneDoes() {
        String weight = "blk.5.ffn_down.weight";
        var a = new float[704];
        var b = new float[256];
        for (int i = 0; i < b.length; i++) {
            a[i] = i % 7 - 3;
            b[i] = i % 5 - 2;
        }
        Path adapter =
                WholeGguf.empty()
                        .with("general.type", "adapter")
                        .with("general.architecture", "minicpm")
                        .with("adapter.type", "lora")
                        .tensor(weight + ".lora_a", a, 704L, 1L)
                        .tensor(weight + ".lora_b", b, 1L, 256L)
                        .write(folder.resolve("adapter.gguf"));
        String plain = answer(OPTIONS);
        assertThat(answer(decoder(o -> o.withAdapters(List.of(new Adapter(adapter, 0))))))
                .isEqualTo(plain);
        assertThat(answer(decoder(o -> o.withAdapters(List.of(new Adapter(adapter, 100))))))
                .isNotEqualTo(plain);
    }

    private static ModelOptions decoder(UnaryOperator<DecoderOptions> change) {
        return OPTIONS.withDecoder(change);
    }

    private static String answer(ModelOptions options) {
        try (var model = VisionLanguageModel.open(options)) {
            var question = Message.user(Content.text("What color is the circle?"));
            return model.generate(GenerationRequest.of(question).withMaxTokens(8)).text();
        }
    }
}
