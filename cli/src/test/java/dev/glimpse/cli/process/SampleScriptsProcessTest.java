package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the shell scripts among the samples.
class SampleScriptsProcessTest {
    private static final Path SCRIPTS =
            Path.of(System.getProperty("glimpse.project.root"), "samples", "scripts");

    @TempDir Path folder;

    @BeforeEach
    void images() throws Exception {
        Files.createDirectory(folder.resolve("photos"));
        Files.write(folder.resolve("photos/red.png"), TestImage.plain(0xFF0000));
        Files.write(folder.resolve("photos/blue.png"), TestImage.plain(0x0000FF));
    }

    @Test
    void commandLineScriptNamesWhatFailed() throws Exception {
        Files.writeString(folder.resolve("photos/bad.png"), "no image");

        var outcome =
                GlimpseProcess.in(folder)
                        .launcher(SCRIPTS.resolve("caption-folder.sh"))
                        .with("GLIMPSE", GlimpseProcess.dist().resolve("bin/glimpse").toString())
                        .run("photos", "rows.jsonl");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("bad.png", "\"error\"").doesNotContain("blue.png");
        assertThat(Files.readAllLines(folder.resolve("rows.jsonl"))).hasSize(3);
    }

    @Test
    void httpScriptHasALineForEachImage() throws Exception {
        var server = GlimpseProcess.in(folder).start("serve", "--port", "0");
        try {
            while (server.process().isAlive()
                    && !Files.readString(server.out()).contains("answers with")) {
                boolean _ = server.process().waitFor(20, TimeUnit.MILLISECONDS);
            }
            String address =
                    Files.readString(server.out()).replaceAll("(?s).* at (http\\S+?)/\n.*", "$1");

            var outcome =
                    GlimpseProcess.in(folder)
                            .launcher(SCRIPTS.resolve("caption-folder-http.sh"))
                            .run("photos", address);

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
            List<String> lines = outcome.out().lines().sorted().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("photos/blue.png\t{\"answer\":");
            assertThat(lines.get(1)).startsWith("photos/red.png\t").containsIgnoringCase("red");
        } finally {
            server.process().destroy();
            server.await();
        }
    }
}
