package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.testing.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What files of MiniCPM-V 4.7 call themselves.
class CanvasModelTest {
    private static final GgufValue QWEN35 = new GgufValue.Text("qwen35");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MiniCPM-V 4.7",
                "MiniCPM V 4_7",
                "Openbmb MiniCPM-V-4.7 Instruct",
                "minicpm-v-4-7",
                "minicpmv4_7"
            })
    void namesTellIt(String name) throws IOException {
        assertThat(isOne("model.gguf", Map.of("general.name", new GgufValue.Text(name)))).isTrue();
        assertThat(isOne(name + "-Q4_K_M.gguf", Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MiniCPM-V 4.6", "MiniCPM-V 4", "Qwen3.5 4.7B", "MiniCPM-V-4.75", "model"})
    void otherNamesDoNot(String name) throws IOException {
        assertThat(isOne("model.gguf", Map.of("general.name", new GgufValue.Text(name)))).isFalse();
        assertThat(isOne(name + "-Q4_K_M.gguf", Map.of())).isFalse();
    }

    @Test
    void versionTellsItOfTheFamilyAlone() throws IOException {
        var version = new GgufValue.Text("4.7");
        var family = new GgufValue.Text("MiniCPM-V");
        assertThat(
                        isOne(
                                "model.gguf",
                                Map.of("general.version", version, "general.basename", family)))
                .isTrue();
        assertThat(isOne("model.gguf", Map.of("general.version", version))).isFalse();
    }

    @Test
    void slotOfTheTimeTellsIt() throws IOException {
        var slot = new GgufValue.Int(GgufType.U32, 3);
        assertThat(isOne("model.gguf", Map.of("qwen35.rope.mrope_time_slot", slot))).isTrue();
    }

    @Test
    void projectorTellsIt() throws IOException {
        var file = write("model.gguf", Map.of("general.architecture", QWEN35));
        for (String projector : List.of("minicpmv4_7", "minicpmv4_6")) {
            Path mmproj =
                    write(
                            projector + "x.gguf",
                            Map.of("clip.projector_type", new GgufValue.Text(projector)));
            Path renamed = Files.move(mmproj, folder.resolve("mmproj-" + projector.length()));
            assertThat(CanvasModel.isOne(GgufFile.read(file), Optional.of(renamed)))
                    .isEqualTo(projector.equals("minicpmv4_7"));
            Files.delete(renamed);
        }
    }

    @Test
    void otherArchitecturesHaveNone() throws IOException {
        var metadata = new LinkedHashMap<String, GgufValue>();
        metadata.put("general.architecture", new GgufValue.Text("qwen3"));
        metadata.put("general.name", new GgufValue.Text("MiniCPM-V 4.7"));
        var file = GgufFile.read(write("model.gguf", metadata));
        assertThat(CanvasModel.isOne(file, Optional.empty())).isFalse();
    }

    private boolean isOne(String name, Map<String, GgufValue> more) throws IOException {
        var metadata = new LinkedHashMap<String, GgufValue>();
        metadata.put("general.architecture", QWEN35);
        metadata.putAll(more);
        Path file = write(name, metadata);
        boolean found = CanvasModel.isOne(GgufFile.read(file), Optional.empty());
        Files.delete(file);
        return found;
    }

    private Path write(String name, Map<String, GgufValue> metadata) throws IOException {
        return Files.write(folder.resolve(name), GgufWriter.header(metadata, List.of()));
    }
}
