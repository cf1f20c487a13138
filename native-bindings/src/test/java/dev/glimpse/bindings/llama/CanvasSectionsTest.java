package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class CanvasSectionsTest {
    private static final String KEY = "qwen35.rope.dimension_sections";

    @TempDir private Path folder;

    /// Time, height, width and none become none, height, width and time, for this process alone.
    @Test
    void fourNumbersChangeInMemory() throws IOException {
        Path file = file(11, 12, 10, 0);
        byte[] before = Files.readAllBytes(file);
        assertThat(file.toFile().setReadOnly()).isTrue();
        var sections = CanvasSections.of(GgufFile.read(file));
        assertThat(sections.inOrder()).isFalse();
        try (var changed = PrivateFile.open(file)) {
            sections.write(changed.bytes());
            byte[] after = changed.bytes().toArray(ValueLayout.JAVA_BYTE);
            Path copy = Files.write(folder.resolve("copy.gguf"), after);
            var read = GgufFile.read(copy).array(KEY).orElseThrow();
            assertThat(read).isEqualTo(numbers(0, 12, 10, 11));
            assertThat(after).hasSameSizeAs(before);
            assertThat(CanvasSections.of(GgufFile.read(copy)).inOrder()).isTrue();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11,12,10", "11,12,10,1", "0,12,10,0", "-1,12,10,0"})
    void othersAreRefused(String sections) throws IOException {
        int[] numbers = List.of(sections.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        var file = GgufFile.read(file(numbers));
        assertThatThrownBy(() -> CanvasSections.of(file))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining("four whole numbers");
    }

    @Test
    void missingFileIsAnError() {
        assertThatThrownBy(() -> PrivateFile.open(folder.resolve("none.gguf")))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("none.gguf");
    }

    private Path file(int... sections) throws IOException {
        var metadata = new LinkedHashMap<String, GgufValue>();
        metadata.put("general.architecture", new GgufValue.Text("qwen35"));
        metadata.put("general.name", new GgufValue.Text("an odd length."));
        metadata.put(KEY, new GgufValue.Array(GgufType.I32, numbers(sections)));
        metadata.put("behind", new GgufValue.Bool(true));
        return Files.write(folder.resolve("sections.gguf"), GgufWriter.header(metadata, List.of()));
    }

    private static List<GgufValue> numbers(int... numbers) {
        return IntStream.of(numbers)
                .<GgufValue>mapToObj(number -> new GgufValue.Int(GgufType.I32, number))
                .toList();
    }
}
