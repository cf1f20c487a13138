package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that are killed and run again, beside one that was let be.
class CaptionResumeProcessTest {
    private static final int IMAGES = 120;

    @TempDir static Path files;
    @TempDir Path folder;

    @BeforeAll
    static void images() throws IOException {
        Files.createDirectories(files.resolve("photos"));
        for (int i = 0; i < IMAGES; i++) {
            Path file = files.resolve("photos/" + (100 + i) + ".png");
            if (i % 10 == 7) {
                Files.writeString(file, "not an image at all");
            } else {
                Files.write(file, TestImage.plain(0x10000 * (2 * i % 100) + 0x55));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"captions.jsonl", "captions.csv"})
    void killedRunsLeaveTheSameRowsAsOneThatWasLetBe(String name) throws Exception {
        Path whole = folder.resolve("whole-" + name);
        Path killed = folder.resolve(name);

        var undisturbed = GlimpseProcess.in(files).run(arguments(whole));
        kill(killed, 10);
        long first = lines(killed);
        Files.writeString(killed, "photos/199.png,2", StandardOpenOption.APPEND); // a torn row
        kill(killed, first + 10);
        long second = lines(killed);
        var last = GlimpseProcess.in(files).run(arguments(killed));

        assertThat(undisturbed.err()).isEmpty();
        assertThat(undisturbed.code()).isEqualTo(2);
        assertThat(last.err()).isEmpty();
        assertThat(last.code()).isEqualTo(2);
        assertThat(second).isBetween(first + 10, lines(whole) - 1);
        assertThat(last.out()).contains(" done earlier");
        assertThat(killed).hasSameBinaryContentAs(whole);
    }

    /// Starts a run and kills it once the file has so many lines.
    private static void kill(Path file, long lines) throws Exception {
        Process process = GlimpseProcess.in(files).start(arguments(file)).process();
        while (process.isAlive() && (!Files.exists(file) || lines(file) < lines)) {
            boolean _ = process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
    }

    private static String[] arguments(Path out) {
        return new String[] {
            "caption",
            "photos",
            "--out",
            out.toString(),
            "--cached-prefixes",
            "0",
            "--parallel",
            "1",
            "--max-tokens",
            "6"
        };
    }

    private static long lines(Path file) throws IOException {
        return Files.readString(file).chars().filter(c -> c == '\n').count();
    }
}
