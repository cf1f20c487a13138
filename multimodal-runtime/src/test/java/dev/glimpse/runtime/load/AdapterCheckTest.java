package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.testing.ChangedGguf;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.WholeGguf;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCheckTest {
    private static final String WEIGHT = "blk.0.attn_k.weight";
    private static final GgufFile MODEL = GgufFile.read(EmbeddedModel.text());

    @TempDir Path folder;

    static WholeGguf adapter() {
        return WholeGguf.empty()
                .with("general.type", "adapter")
                .with("general.architecture", "minicpm")
                .with("adapter.type", "lora")
                .with("adapter.lora.alpha", ChangedGguf.f32(4));
    }

    private static WholeGguf pair(String weight, long in, long rank, long out) {
        return adapter()
                .tensor(weight + ".lora_a", new float[(int) (in * rank)], in, rank)
                .tensor(weight + ".lora_b", new float[(int) (rank * out)], rank, out);
    }

    @Test
    void pairsThatFitTheirWeightPass() {
        assertThatCode(() -> check(pair(WEIGHT, 256, 2, 128))).doesNotThrowAnyException();
    }

    @Test
    void otherFilesAreNamed() {
        refused(WholeGguf.of(EmbeddedModel.text()), "general.type absent; expected adapter");
        refused(pair(WEIGHT, 256, 2, 128).with("adapter.type", "ia3"), "adapter.type ia3");
        refused(
                pair(WEIGHT, 256, 2, 128).with("general.architecture", "qwen2"),
                "general.architecture qwen2; expected minicpm");
        refused(adapter(), "changes nothing");
    }

    @Test
    void shapesAreThoseOfTheWeight() {
        refused(
                pair(WEIGHT, 256, 2, 256),
                "256x2 and 2x256 for blk.0.attn_k.weight of 256x128; expected [in, rank]");
        refused(pair(WEIGHT, 128, 2, 128), "128x2 and 2x128");
        refused(
                adapter()
                        .tensor(WEIGHT + ".lora_a", new float[256 * 2], 256L, 2L)
                        .tensor(WEIGHT + ".lora_b", new float[4 * 128], 4L, 128L),
                "256x2 and 4x128");
    }

    @Test
    void everyTensorIsHalfOfAPair() {
        refused(
                adapter().tensor(WEIGHT + ".lora_a", new float[256 * 2], 256L, 2L),
                "has no blk.0.attn_k.weight.lora_b");
        refused(pair("blk.9.attn_k.weight", 256, 2, 128), "it is for another model");
        refused(
                pair(WEIGHT, 256, 2, 128).tensor("blk.0.attn_norm.weight", new float[256], 256L),
                "has a tensor blk.0.attn_norm.weight; only pairs");
        refused(pair("token_embd.weight", 256, 2, 4096), "changes token_embd.weight");
    }

    private void refused(WholeGguf adapter, String message) {
        assertThatThrownBy(() -> check(adapter))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(message);
    }

    private void check(WholeGguf adapter) {
        AdapterCheck.check(adapter.write(folder.resolve("adapter.gguf")), MODEL);
    }
}
