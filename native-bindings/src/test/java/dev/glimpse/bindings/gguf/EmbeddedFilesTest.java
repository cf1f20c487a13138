package dev.glimpse.bindings.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedFilesTest {
    @Test
    void textModelSaysWhatItIs() {
        var file = GgufFile.read(EmbeddedModel.text());
        assertThat(file.text("general.architecture")).hasValue("minicpm");
        assertThat(file.integer("minicpm.embedding_length")).hasValue(256);
        assertThat(file.real("minicpm.embedding_scale")).hasValue(12.0);
        assertThat(file.array("tokenizer.ggml.tokens").orElseThrow()).hasSize(4096);
        assertThat(file.bool("tokenizer.ggml.add_bos_token")).hasValue(true);
        assertThat(file.tensors()).hasSize(56);
        var table = file.tensor("token_embd.weight").orElseThrow();
        assertThat(table.type()).isEqualTo(TensorType.Q8_0);
        assertThat(table.shape()).isEqualTo(List.of(256L, 4096L));
        assertThat(table.bytes()).isEqualTo(256L / 32 * 34 * 4096);
    }

    @Test
    void visionEncoderSaysWhatItIs() {
        var file = GgufFile.read(EmbeddedModel.mmproj());
        assertThat(file.text("clip.projector_type")).hasValue("resampler");
        assertThat(file.integer("clip.minicpmv_query_num")).hasValue(32);
        assertThat(file.tensors()).hasSize(119);
        assertThat(file.tensor("v.patch_embd.weight").orElseThrow().shapeText())
                .isEqualTo("28x28x3x256");
    }

    @Test
    void headersWrittenAgainAreTheFilesOwn() throws Exception {
        for (Path path : List.of(EmbeddedModel.text(), EmbeddedModel.mmproj())) {
            byte[] header = GgufWriter.header(GgufFile.read(path));
            assertThat(Arrays.copyOf(Files.readAllBytes(path), header.length)).isEqualTo(header);
        }
    }
}
