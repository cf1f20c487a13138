package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpProcessTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask",
                "caption",
                "chat",
                "eval",
                "bench",
                "serve",
                "api-key",
                "inspect",
                "samples",
                "config",
                "completion",
                "man"
            })
    void everyCommandHasHelpWithExamplesAndExitCodes(String command) throws Exception {
        var outcome = GlimpseProcess.in(folder).run(command, "--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("Usage: glimpse " + command)
                .contains("Examples:", "  glimpse " + command)
                .contains("Exit codes:", "bad usage or input")
                .doesNotContain("\u001B");
    }

    @Test
    void rootHelpListsTheCommands() throws Exception {
        assertThat(GlimpseProcess.in(folder).run("--help").out())
                .contains(
                        "ask", "caption", "chat", "serve", "api-key", "inspect", "samples", "eval")
                .contains("bench", "config", "completion", "man");
    }

    @Test
    void versionNamesGlimpseLlamaAndJava() throws Exception {
        var outcome = GlimpseProcess.in(folder).run("--version");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsPattern("^glimpse \\d+\\.\\d+\\.\\d+")
                .containsPattern("llama\\.cpp 0\\.5\\.0 \\([0-9a-f]{8,}\\)")
                .contains("Java " + Runtime.version().feature());
    }

    @Test
    void unknownCommandsAndNoneAreBadUsage() throws Exception {
        var unknown = GlimpseProcess.in(folder).run("aks");
        var none = GlimpseProcess.in(folder).run();

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("glimpse: there is no command 'aks'");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).startsWith("glimpse: no command");
    }

    @Test
    void unknownLogLevelsAndFormatsAreBadUsage() throws Exception {
        var outcome = GlimpseProcess.in(folder).with("GLIMPSE_LOG", "loud").run("--version");
        var format = GlimpseProcess.in(folder).with("GLIMPSE_LOG_FORMAT", "xml").run("--version");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("glimpse: GLIMPSE_LOG is loud; allowed: trace");
        assertThat(format.code()).isEqualTo(2);
        assertThat(format.err())
                .startsWith("glimpse: GLIMPSE_LOG_FORMAT is xml; allowed: text, json");
    }
}
