package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class TokenTableTest {
    private static final int WIDTH = 256;

    private static LlamaModel model;
    private static GgufFile file;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
        file = GgufFile.read(EmbeddedModel.text());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /// Q8_0: blocks of a 16-bit scale and 32 bytes.
    @Test
    void rowsAreThoseOfTheFile() throws IOException {
        TensorInfo tensor = file.tensor("token_embd.weight").orElseThrow();
        assertThat(tensor.type()).isEqualTo(TensorType.Q8_0);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file.path())).order(ByteOrder.LITTLE_ENDIAN);
        try (var table = TokenTable.open(model, file);
                var arena = Arena.ofConfined()) {
            var row = arena.allocate(ValueLayout.JAVA_FLOAT, WIDTH);
            for (int token : List.of(0, 1, 777, 4095)) {
                table.read(token, row);
                int at = (int) (file.dataOffset() + tensor.offset()) + token * WIDTH / 32 * 34;
                for (int i = 0; i < WIDTH; i++) {
                    int block = at + i / 32 * 34;
                    float scale = Float.float16ToFloat(bytes.getShort(block));
                    assertThat(row.getAtIndex(ValueLayout.JAVA_FLOAT, i))
                            .isEqualTo(scale * bytes.get(block + 2 + i % 32));
                }
            }
        }
    }

    @Test
    void otherTokensAreRefused() {
        try (var table = TokenTable.open(model, file);
                var arena = Arena.ofConfined()) {
            var row = arena.allocate(ValueLayout.JAVA_FLOAT, WIDTH);
            for (int token : List.of(-1, 4096)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> table.read(token, row))
                        .withMessage("token " + token + "; the table has 0 to 4095");
            }
        }
    }

    @Test
    void tablesOfOtherShapesAreNone(@TempDir Path folder) throws IOException {
        var tensors =
                file.tensors().stream()
                        .filter(tensor -> !tensor.name().equals("token_embd.weight"))
                        .toList();
        var header = GgufWriter.header(file.metadata(), tensors);
        Path without = folder.resolve("without.gguf");
        byte[] all = Files.readAllBytes(file.path());
        int data = Math.toIntExact(file.dataOffset());
        var whole = ByteBuffer.allocate(header.length + all.length - data);
        Files.write(without, whole.put(header).put(all, data, all.length - data).array());
        var other = GgufFile.read(without);
        assertThat(TokenTable.isReadable(model, file)).isTrue();
        assertThat(TokenTable.isReadable(model, other)).isFalse();
        assertThatThrownBy(() -> TokenTable.open(model, other))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("no token_embd.weight of 256 numbers for each of 4096");
    }

    /// What a file is cut off to while it is in use is an error, not the end of the process.
    @Test
    void fileThatBecameShorterIsRefused(@TempDir Path folder) throws IOException {
        Path copy = Files.copy(file.path(), folder.resolve("copy.gguf"));
        var whole = GgufFile.read(copy);
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.truncate(whole.dataOffset() + 100);
        }
        assertThatThrownBy(() -> TokenTable.open(model, whole))
                .isInstanceOf(NativeCallException.class)
                .hasMessageContaining("became shorter");
    }
}
