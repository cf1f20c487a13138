package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings of `glimpse serve`, and the keys it may be given.
class ConfigProcessTest {
    @TempDir Path folder;

    @Test
    void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
        Path file = write("port = 1\nmax-images = 2\nreceive-timeout = 3\n");

        var outcome =
                GlimpseProcess.in(folder)
                        .with("GLIMPSE_PORT", "11")
                        .with("GLIMPSE_MAX_IMAGES", "12")
                        .with("GLIMPSE_CONFIG", file.toString())
                        .run("serve", "--print-config", "--port", "21");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        "# flags\nport = 21\n",
                        "# GLIMPSE_MAX_IMAGES\nmax-images = 12\n",
                        "# " + file + "\nreceive-timeout = 3\n")
                .containsPattern("(?s)# defaults\n.*host = 127\\.0\\.0\\.1\n.*# model =\n");
    }

    @Test
    void whatIsPrintedIsAFileOfTheSameSettings() throws Exception {
        var first =
                GlimpseProcess.in(folder)
                        .run("serve", "--print-config", "--port=9", "--model", "a\\b.gguf");
        Path file = write(first.out());

        var second =
                GlimpseProcess.in(folder)
                        .run("serve", "--print-config", "--config=" + file.getFileName());

        assertThat(second.code()).isZero();
        assertThat(second.out()).contains("port = 9\n", "model = a\\\\b.gguf\n");
    }

    @Test
    void whatIsNotKnownIsRefusedWithASuggestion() throws Exception {
        Path file = write("prot = 9000\n");

        var inFile = GlimpseProcess.in(folder).run("serve", "--config", file.toString());
        var missing = GlimpseProcess.in(folder).run("serve", "--config", "none.properties");
        var variable =
                GlimpseProcess.in(folder)
                        .with("GLIMPSE_PROT", "9000")
                        .run("serve", "--print-config");

        assertThat(inFile.code()).isEqualTo(2);
        assertThat(inFile.err())
                .startsWith(
                        "glimpse: "
                                + file
                                + " has a setting prot, which is not known; did you mean port?");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot read the settings at none.properties");
        assertThat(variable.err())
                .isEqualTo("GLIMPSE_PROT is no setting; did you mean GLIMPSE_PORT?\n");
    }

    @Test
    void aBadValueIsRefusedWithItsPlace() throws Exception {
        Path file = write("port = many\n");
        Path twice = Files.writeString(folder.resolve("twice.properties"), "port=1\nport=2\n");

        var bad = GlimpseProcess.in(folder).run("serve", "--config", file.toString());
        var second = GlimpseProcess.in(folder).run("serve", "--config", twice.toString());

        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("--port", "'many'", "(from " + file + ")");
        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err()).contains(twice + " has port twice");
    }

    @Test
    void aKeyIsPrintedOnceAndItsHashKept() throws Exception {
        var made =
                GlimpseProcess.in(folder)
                        .run("api-key", "alice", "--file", "keys.txt", "--rate", "60/min");
        var again = GlimpseProcess.in(folder).run("api-key", "alice", "--file", "keys.txt");

        String key = made.out().strip();
        assertThat(key).matches("glimpse-[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(folder.resolve("keys.txt")))
                .matches("sha256:[0-9a-f]{64} alice rate=60/min\n")
                .doesNotContain(key);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("has a key named alice");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("glimpse.properties"), text);
    }
}
