package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversation and a progress bar in a real terminal.
class TerminalProcessTest {
    private static final String QUESTION = "What color is the image?";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String UP = "\u001B[A";
    private static final String PROMPT = "> ";

    @TempDir Path folder;

    @BeforeEach
    void images() throws IOException {
        assumeTrue(PseudoTerminal.exists(), "no script of util-linux here");
        Files.createDirectory(folder.resolve("photos"));
        for (int i = 0; i < 4; i++) {
            Files.write(folder.resolve("photos/" + i + ".png"), TestImage.plain(0xFF + i));
        }
        Files.writeString(folder.resolve("photos/9.png"), "no image");
    }

    @Test
    void linesAreRecalledCompletedAndContinued() throws Exception {
        try (var terminal = PseudoTerminal.start(folder, "chat")) {
            terminal.await(PROMPT);
            terminal.type("/im\tphotos/0\t\r");
            terminal.await("[image photos/0.png goes with your next line]");
            terminal.await("[1 image] > ");
            terminal.type(QUESTION + "\r");
            terminal.await("Blue");
            terminal.await(PROMPT);
            terminal.type(UP + "\r");
            terminal.await("Blue");
            terminal.await(PROMPT);
            terminal.type("What color \\\r");
            terminal.await(". ");
            terminal.type("is the image?\r");
            terminal.await("tokens");
            terminal.await(PROMPT);
            terminal.type("/save talk.json\r");
            terminal.await("3 turns are in talk.json");
            terminal.await(PROMPT);
            terminal.type(CTRL_D);

            assertThat(terminal.end()).isZero();
            assertThat(terminal.settings()).hasSize(2).containsOnly(terminal.settings().getFirst());
        }
        Map<String, String> talk = JsonPaths.of(Files.readString(folder.resolve("talk.json")));
        assertThat(talk.values())
                .contains("photos/0.png", "What color \nis the image?")
                .filteredOn(QUESTION::equals)
                .hasSize(2);
    }

    @Test
    void controlCEndsAnAnswerAndTwiceTheConversation() throws Exception {
        try (var terminal =
                PseudoTerminal.start(
                        folder, "chat", "photos/0.png", "--ignore-eos", "--max-tokens", "8000")) {
            terminal.await(PROMPT);
            terminal.type(QUESTION + "\r");
            terminal.await("Blue");
            terminal.type(CTRL_C);
            terminal.await(", stopped]");
            terminal.await(PROMPT);
            terminal.type("/help\r");
            terminal.await("/system TEXT");
            terminal.await(PROMPT);
            terminal.type("half a line" + CTRL_C);
            terminal.await(PROMPT);
            terminal.type(CTRL_C);
            terminal.await("[Ctrl-C again, Ctrl-D or /exit leaves]");
            terminal.await(PROMPT);
            terminal.type(CTRL_C);

            assertThat(terminal.end()).isEqualTo(130);
            assertThat(terminal.settings()).hasSize(2).containsOnly(terminal.settings().getFirst());
        }
    }

    @Test
    void progressIsDrawnOnATerminalAndTakenAway() throws Exception {
        try (var terminal =
                PseudoTerminal.start(folder, "caption", "photos", "--out", "rows.jsonl")) {
            assertThat(terminal.end()).isEqualTo(2);
            assertThat(terminal.shown())
                    .contains("─".repeat(24) + " 0/5")
                    .containsPattern("\r\u001B\\[K4 of 5 images captioned in .*, 1 failed");
        }
        try (var terminal =
                PseudoTerminal.start(folder, "caption photos --out more.jsonl 2>err.txt")) {
            terminal.end();
            assertThat(terminal.shown())
                    .startsWith("4 of 5 images")
                    .doesNotContain("\u001B", "0/5");
            assertThat(folder.resolve("err.txt")).isEmptyFile();
        }
    }
}
