package dev.glimpse.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.cli.chat.LineInput.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys through a terminal made in memory, with a line discipline as a real one's.
@Timeout(30)
class EditedLinesTest {
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String BACKSPACE = "\u007F";

    /// As terminals send it in keypad mode, which the line editor asks for.
    private static final String UP = "\u001BOA";

    @TempDir Path folder;

    @Test
    void linesAreEditedAndRemembered() throws Exception {
        try (var keys = new PipedOutputStream();
                var lines = new EditedLines(terminal(new PipedInputStream(keys)))) {
            type(keys, "redd" + BACKSPACE + "\r");
            assertThat(lines.next("> ")).isEqualTo(new Input.Line("red"));

            type(keys, UP + "!\r");
            assertThat(lines.next("> ")).isEqualTo(new Input.Line("red!"));

            type(keys, "a \\ 'quoted\" back\\\r");
            assertThat(lines.next("> ")).isEqualTo(new Input.Line("a \\ 'quoted\" back\\"));
        }
    }

    @Test
    void controlCEmptiesTheLineAndControlDEnds() throws Exception {
        try (var keys = new PipedOutputStream();
                var lines =
                        new EditedLines(
                                terminal(
                                        new PipedInputStream(keys),
                                        new KeysAtPrompt(keys, CTRL_C, CTRL_D)))) {
            assertThat(lines.next("@ ")).isEqualTo(new Input.Interrupted(false));
            assertThat(lines.next("@ ")).isEqualTo(new Input.End());
        }
    }

    @Test
    void controlCBetweenLinesRunsTheAction() throws Exception {
        var interrupted = new CountDownLatch(1);
        Terminal terminal = terminal(InputStream.nullInputStream());
        try (var lines = new EditedLines(terminal)) {
            lines.onInterrupt(interrupted::countDown);

            terminal.raise(Terminal.Signal.INT);

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tabCompletesCommandsAndFileNames() throws Exception {
        Files.createFile(folder.resolve("picture.png"));
        try (var keys = new PipedOutputStream();
                var lines = new EditedLines(terminal(new PipedInputStream(keys)))) {
            type(keys, "/im\t" + folder + "/pic\t\r");

            assertThat(lines.next("> "))
                    .isInstanceOfSatisfying(
                            Input.Line.class,
                            line ->
                                    assertThat(line.text().strip())
                                            .isEqualTo("/image " + folder + "/picture.png"));
        }
    }

    private static Terminal terminal(InputStream keys) throws IOException {
        return terminal(keys, new ByteArrayOutputStream());
    }

    private static Terminal terminal(InputStream keys, OutputStream screen) throws IOException {
        return TerminalBuilder.builder()
                .system(false)
                .provider("exec") // no pseudo-terminal of the system: keys and screen are streams
                .type("xterm")
                .encoding(StandardCharsets.UTF_8)
                .streams(keys, screen)
                .build();
    }

    private static void type(PipedOutputStream keys, String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /// Presses the next keys each time a prompt, an `@`, appears: Ctrl-C before it would be for
    /// nobody.
    private static final class KeysAtPrompt extends OutputStream {
        private final PipedOutputStream keys;
        private final Deque<String> waiting;

        KeysAtPrompt(PipedOutputStream keys, String... waiting) {
            this.keys = keys;
            this.waiting = new ArrayDeque<>(List.of(waiting));
        }

        @Override
        public void write(int value) throws IOException {
            if (value == '@' && !waiting.isEmpty()) {
                type(keys, waiting.remove());
            }
        }
    }
}
