package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectProcessTest {
    private static final Path MODEL =
            GlimpseProcess.dist().resolve("models/tiny/glimpse-tiny.gguf");

    @TempDir Path folder;

    @Test
    void metadataTensorsAndTotalsAreListed() throws Exception {
        var outcome = inspect(MODEL.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsPattern("general\\.architecture +str +\"minicpm\"")
                .containsPattern("tokenizer\\.ggml\\.tokens +str\\[4,?096\\] +\\[.*more\\]")
                .containsPattern("token_embd\\.weight +Q8_0 +256 x 4096 +1\\.1 MiB")
                .containsPattern("Totals by type\\n  Q8_0 +\\d+ tensors .*8\\.50 bits a weight");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() < 300);
    }

    @Test
    void jsonHasEverything() throws Exception {
        var outcome = inspect(MODEL.toString(), "--json");

        assertThat(outcome.err()).isEmpty();
        var fields = JsonPaths.of(outcome.out());
        assertThat(fields)
                .containsEntry("metadata.general.architecture", "minicpm")
                .containsKey("metadata.tokenizer.ggml.tokens.4095")
                .containsEntry("tensors.0.shape.0", "256");
    }

    @Test
    void filesThatAreNotWholeGgufFilesAreRefused() throws Exception {
        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length - 9));
        Path text = Files.writeString(folder.resolve("text.gguf"), "hello");
        Path empty = Files.createFile(folder.resolve("empty.gguf"));

        assertRefused(inspect(cut.toString()), "cut.gguf");
        assertRefused(inspect(text.toString()), "GGUF");
        assertRefused(inspect(empty.toString()), "empty");
        assertRefused(inspect(folder.toString()), folder.toString());
        assertRefused(inspect("none.gguf"), "none.gguf");
        assertRefused(inspect(), "no file");
    }

    private static void assertRefused(GlimpseProcess.Outcome outcome, String message) {
        assertThat(outcome.err()).startsWith("glimpse: ").contains(message).hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
    }

    private GlimpseProcess.Outcome inspect(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "inspect";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return GlimpseProcess.in(folder).run(all);
    }
}
