package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChatProcessTest {
    private static final String QUESTION = "What color is the image?\n";

    @TempDir Path folder;

    @BeforeEach
    void images() throws IOException {
        Files.write(folder.resolve("my red.png"), TestImage.plain(0xFF0000));
        Files.write(folder.resolve("blue.png"), TestImage.plain(0x0000FF));
    }

    @Test
    void pipedLinesAreAnsweredOneByOneAboutTheImagesShown() throws Exception {
        var outcome =
                chat(
                        "/image \"my red.png\"\n"
                                + QUESTION
                                + "\n/reset\n/image blue.png\n"
                                + QUESTION
                                + "/exit\nnever read\n");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines()).hasSize(2);
        assertThat(outcome.out().lines().findFirst().orElseThrow()).containsIgnoringCase("red");
        assertThat(outcome.out().lines().skip(1).findFirst().orElseThrow())
                .containsIgnoringCase("blue");
    }

    @Test
    void conversationBeginsWithImagesOfTheCommandLine() throws Exception {
        var outcome = GlimpseProcess.in(folder).input(QUESTION).run("chat", "blue.png");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("blue");
    }

    @Test
    void helpListsTheCommandsAndEndOfInputLeaves() throws Exception {
        var outcome = chat("/help\n");

        assertThat(outcome.out())
                .contains("/image FILE", "/system TEXT", "/save FILE", "/reset", "/exit");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void firstFaultOfAPipeEndsIt() throws Exception {
        var missing = chat("/image none.png\n" + QUESTION);
        var unknown = chat("/imagine x\n");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).startsWith("glimpse: image none.png does not exist");
        assertThat(missing.out()).isEmpty();
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("glimpse: there is no /imagine").hasLineCount(1);
    }

    @Test
    void conversationIsSavedByTheEndingAndOverNothing() throws Exception {
        var saved =
                chat(
                        "/system Be brief.\n/image \"my red.png\"\n"
                                + QUESTION
                                + "/save talk.json\n/save talk.md\n/save --force talk.md\n");
        var again = chat(QUESTION + "/save talk.md\n");
        var other = chat(QUESTION + "/save talk.txt\n");
        var early = chat("/save early.md\n");

        assertThat(saved.err()).isEmpty();
        assertThat(saved.code()).isZero();
        String answer = saved.out().strip();
        assertThat(JsonPaths.of(Files.readString(folder.resolve("talk.json"))).values())
                .contains("Be brief.", "my red.png", QUESTION.strip(), answer);
        assertThat(Files.readString(folder.resolve("talk.md")))
                .contains("> Be brief.", "![my red.png](<my red.png>)", QUESTION, answer);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("talk.md is there already", "/save --force talk.md");
        assertThat(other.err()).contains("talk.txt ends in neither .json nor .md");
        assertThat(early.err()).contains("nothing to save yet");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("talk.json", "talk.md")
                    .doesNotContain("talk.txt", "early.md", "talk.md.new");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // there a backslash stands between folders
    void filesAreNamedAsTerminalsDropThem() throws Exception {
        var outcome = chat("/image my\\ red.png\n" + QUESTION);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("red");
    }

    @Test
    void conversationThatIsTooLongIsToldHowToGoOn() throws Exception {
        var outcome =
                GlimpseProcess.in(folder)
                        .input("/image blue.png\n" + "why ".repeat(300) + "\n")
                        .run("chat", "--context", "256");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("the context 256; ", "; /reset begins anew, --context N has more room");
    }

    private GlimpseProcess.Outcome chat(String lines) throws Exception {
        return GlimpseProcess.in(folder).input(lines).run("chat");
    }
}
