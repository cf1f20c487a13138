package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line is to shells, manuals and scripts.
class ShellProcessTest {
    @TempDir Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        var script = GlimpseProcess.in(folder).run("completion", "bash");
        assertThat(script.err()).isEmpty();
        Path file = Files.writeString(folder.resolve("glimpse.bash"), script.out());

        assertThat(completed(file, "glimpse", "capt")).isEqualTo("caption");
        assertThat(completed(file, "glimpse", "caption", "--retry")).isEqualTo("--retry-failed");
        assertThat(GlimpseProcess.in(folder).run("completion", "zsh").out())
                .contains("autoload -U +X bashcompinit");
    }

    /// What bash offers for the last word.
    private static String completed(Path script, String... words) throws Exception {
        String line =
                ". \"$0\" && COMP_WORDS=(\"$@\") && COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) &&"
                        + " _complete_glimpse 2>/dev/null; echo \"${COMPREPLY[*]}\"";
        var command = new ArrayList<>(List.of("bash", "-c", line));
        command.add(script.toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int _ = process.waitFor();
        return out.strip();
    }

    @Test
    void manualHasAPageForEachCommandWithItsOptionsAndExamples() throws Exception {
        var outcome = GlimpseProcess.in(folder).run("man", "--out", "man1");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(folder.resolve("man1/glimpse.1")).content().contains(".SH \"COMMANDS\"");
        assertThat(folder.resolve("man1/glimpse-eval-score.1")).exists();
        assertThat(folder.resolve("man1/glimpse-caption.1"))
                .content()
                .startsWith(".TH \"GLIMPSE-CAPTION\" \"1\"")
                .contains("\\fB\\-\\-parallel\\fR \\fIN\\fR")
                .contains(".SH \"EXAMPLES\"", "glimpse caption photos/ \\-\\-out captions.jsonl")
                .doesNotContain("${DEFAULT-VALUE}", "@|", "%n");
    }

    @Test
    void configTellsVersionsPlacesAndTheEnvironment() throws Exception {
        var outcome =
                GlimpseProcess.in(folder).with("GLIMPSE_PORT", "9000").run("config", "--json");

        assertThat(outcome.err()).isEmpty();
        assertThat(JsonPaths.of(outcome.out()).get("GLIMPSE_PORT")).isEqualTo("9000");
        assertThat(JsonPaths.of(outcome.out()).get("home"))
                .isEqualTo(GlimpseProcess.dist().toRealPath().toString());
        assertThat(JsonPaths.of(outcome.out()).get("java"))
                .startsWith(String.valueOf(Runtime.version().feature()));
    }

    @Test
    void benchHasItsFigures() throws Exception {
        var outcome =
                GlimpseProcess.in(folder).run("bench", "--rounds", "1", "--at-once", "2", "--json");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("\"name\":\"load\"", "\"name\":\"image\"", "\"name\":\"prompt\"")
                .contains("\"name\":\"answer\"", "\"name\":\"2 answers at once\"")
                .doesNotContain("NaN", "Infinity", "\"median\":0.0,");
    }
}
