package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C while commands work on many things: they end with 130, and what they wrote is whole. A
/// server is meant to be ended so, with 0.
@EnabledOnOs(OS.LINUX) // for GNU env
class InterruptProcessTest {
    private static final int MANY = 400;

    @TempDir Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(folder.resolve("photos"));
        var questions = new StringBuilder("image\tquestion\tanswer\n");
        for (int i = 0; i < MANY; i++) {
            String name = "photos/" + (1000 + i) + ".png";
            Files.write(folder.resolve(name), TestImage.plain(0x10000 * (i % 256) + i));
            questions.append(name).append("\tWhat color is the image?\tRed\n");
        }
        Files.writeString(folder.resolve("questions.tsv"), questions);
    }

    @Test
    void captionsKeepWholeRows() throws Exception {
        Path rows = folder.resolve("rows.jsonl");

        int code = interrupted(rows, "caption", "photos", "--out", "rows.jsonl");

        assertThat(code).isEqualTo(130);
        assertWhole(rows);
    }

    @Test
    void evaluationsKeepWholeRows() throws Exception {
        Path rows = folder.resolve("run/answers.jsonl");

        int code = interrupted(rows, "eval", "vqa", "--data", "questions.tsv", "--run", "run");

        assertThat(code).isEqualTo(130);
        assertWhole(rows);
    }

    @Test
    void serverEndsAsIntended() throws Exception {
        assertThat(interrupted(folder.resolve("out.txt"), "serve", "--port", "0")).isZero();
    }

    private static void assertWhole(Path rows) throws IOException {
        String text = Files.readString(rows);
        assertThat(text).endsWith("}\n");
        assertThat(text.lines())
                .hasSizeLessThan(MANY)
                .allSatisfy(row -> assertThat(JsonPaths.of(row)).isNotEmpty());
    }

    /// Starts a command, interrupts it once the file has two lines, and gives the exit code.
    private int interrupted(Path file, String... arguments) throws Exception {
        // A job in the background ignores SIGINT, and so would what it starts.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(GlimpseProcess.dist().resolve("bin/glimpse").toString());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .redirectError(folder.resolve("err.txt").toFile())
                        .start();
        try {
            while (process.isAlive() && lines(file) < 2) {
                boolean _ = process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static long lines(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readString(file).chars().filter(c -> c == '\n').count()
                : 0;
    }
}
