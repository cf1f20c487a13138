package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run in a process of its own, killed in the midst of writing, again and again.
class KilledRunTest {
    private static final int QUESTIONS = 300;
    private static final int KILLS = 4;

    @TempDir Path folder;

    @Test
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    void killedRunGoesOnWithoutLosingOrRepeatingARow() throws Exception {
        var text = new StringBuilder("index\tquestion\tA\tB\tanswer\n");
        for (int i = 0; i < QUESTIONS; i++) {
            text.append(i).append("\tq\tone\ttwo\tA\n");
        }
        Path file = Files.writeString(folder.resolve("q.tsv"), text);
        Path run = folder.resolve("run");
        List<AnswerRow> before = List.of();
        for (int kill = 0; kill < KILLS; kill++) {
            kill(start(file, run), run, before.size() + 30);
            var rows = RunFolder.rows(run);
            assertThat(rows.subList(0, before.size())).isEqualTo(before);
            assertThat(rows.size()).isGreaterThan(before.size()).isLessThan(QUESTIONS);
            before = rows;
        }

        assertThat(start(file, run).waitFor()).isZero();

        var rows = RunFolder.rows(run);
        assertThat(rows.subList(0, before.size())).isEqualTo(before);
        assertThat(rows)
                .extracting(AnswerRow::index)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, QUESTIONS).mapToObj(String::valueOf).toList());
        assertThat(Files.readAllLines(run.resolve("answers.jsonl"))).hasSize(QUESTIONS);
    }

    /// Kills the process as soon as so many rows are there.
    private static void kill(Process process, Path run, int rows) throws Exception {
        Path answers = run.resolve("answers.jsonl");
        while (lines(answers) < rows) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS)).isFalse();
        }
        process.destroyForcibly().waitFor();
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    private static Process start(Path file, Path run) throws IOException {
        Path root = Path.of(System.getProperty("glimpse.project.root"), "evaluation", "target");
        String classes =
                String.join(
                        File.pathSeparator,
                        root.resolve("classes").toString(),
                        root.resolve("test-classes").toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        KilledRun.class.getName(),
                        file.toString(),
                        run.toString())
                .inheritIO()
                .start();
    }
}
