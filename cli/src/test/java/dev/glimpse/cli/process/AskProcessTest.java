package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `glimpse ask` as users start it; what does not hang on the process is in [AskCommandTest].
class AskProcessTest {
    private static final String QUESTION = "What color is the image?";

    @TempDir static Path folder;

    @BeforeAll
    static void files() throws IOException {
        Files.write(folder.resolve("red.png"), TestImage.plain(0xFF0000));
        Files.write(folder.resolve("blue.png"), TestImage.plain(0x0000FF));
        Files.createDirectory(folder.resolve("folder"));
    }

    @Test
    void answerIsOneLineWhenPiped() throws Exception {
        var red = ask("red.png", QUESTION);
        var blue = ask("blue.png", QUESTION);

        assertThat(red.err()).isEmpty();
        assertThat(red.code()).isZero();
        assertThat(red.out()).containsIgnoringCase("red").endsWith("\n").hasLineCount(1);
        assertThat(blue.out()).containsIgnoringCase("blue");
    }

    @Test
    void imageComesFromStandardInput() throws Exception {
        var outcome =
                GlimpseProcess.in(folder)
                        .input(TestImage.plain(0x0000FF))
                        .run("ask", "-", QUESTION);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("blue");
    }

    @Test
    void namesAndQuestionsBeyondAsciiArriveWithoutALocale() throws Exception {
        Files.copy(folder.resolve("red.png"), folder.resolve("röt 图.png"));

        var outcome =
                GlimpseProcess.in(folder).with("LC_ALL", "C").run("ask", "röt 图.png", "图像是什么颜色？");
        var missing = GlimpseProcess.in(folder).with("LC_ALL", "C").run("ask", "fehlt-ö.png", "?");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(missing.err()).contains("fehlt-ö.png");
    }

    @Test
    void badInputIsOneLineOnStandardErrorWithCodeTwo() throws Exception {
        var outcome = ask("none.png", "What?");

        assertThat(outcome.err())
                .startsWith("glimpse: ")
                .contains("none.png does not exist")
                .hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void missingLibrariesAreAFailureThatSaysWhereTheyWereSought() throws Exception {
        var outcome =
                GlimpseProcess.in(folder)
                        .with("GLIMPSE_NATIVE_DIR", folder.resolve("folder").toString())
                        .run("ask", "red.png", QUESTION);

        assertThat(outcome.err())
                .startsWith("glimpse: ")
                .contains(folder.resolve("folder").toString());
        assertThat(outcome.code()).isEqualTo(1);
    }

    /// An answer may be complete before the signal comes, so it is tried with several seeds.
    @Test
    @EnabledOnOs(OS.LINUX) // for GNU env
    void controlCEndsTheAnswer() throws Exception {
        int code = 0;
        for (int seed = 1; seed <= 20 && code == 0; seed++) {
            code = interruptedAnswer(seed);
        }
        assertThat(code).isEqualTo(130);
    }

    /// Begins a long answer, interrupts it, and gives the exit code.
    private int interruptedAnswer(int seed) throws Exception {
        // A job in the background ignores SIGINT, and so would what it starts.
        Process process =
                new ProcessBuilder(
                                "env",
                                "--default-signal=INT",
                                GlimpseProcess.dist().resolve("bin/glimpse").toString(),
                                "ask",
                                folder.resolve("red.png").toString(),
                                "Describe the image.",
                                "--temperature",
                                "10",
                                "--seed",
                                String.valueOf(seed),
                                "--max-tokens",
                                "3900")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var answer = process.getInputStream()) {
            assertThat(answer.read()).isPositive(); // the answer has begun
            // Fails where the process has ended by itself meanwhile.
            new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8)).endsWith("\n");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private GlimpseProcess.Outcome ask(String... arguments) throws Exception {
        var all = new ArrayList<String>(List.of("ask"));
        all.addAll(List.of(arguments));
        return GlimpseProcess.in(folder).run(all.toArray(String[]::new));
    }
}
