package dev.glimpse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.cli.fault.OutputClosedException;
import dev.glimpse.cli.screen.Streams.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void pipedOutputHasNoColoursAndNoNotes() {
        Screen screen = screen(Map.of());

        screen.line(screen.toned(Tone.GOOD, "done"));
        screen.note("took a while");
        screen.error("broke");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
        assertThat(lines(err)).isEqualTo("glimpse: broke\n");
    }

    @Test
    void terminalHasColoursAndNotes() {
        Screen screen = screen(Map.of(), Stream.OUT, Stream.ERR);

        screen.line(screen.toned(Tone.GOOD, "done"));
        screen.note("took a while");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\u001B[32mdone\u001B[0m\n");
        assertThat(lines(err)).isEqualTo("\u001B[2mtook a while\u001B[0m\n");
    }

    @Test
    void eachStreamIsATerminalForItself() {
        Screen screen = screen(Map.of(), Stream.ERR);

        assertThat(screen.toned(Tone.BAD, "plain")).isEqualTo("plain");
        screen.error("broke");
        assertThat(lines(err)).isEqualTo("\u001B[31mglimpse:\u001B[0m broke\n");
    }

    @Test
    void noColorAndDumbTerminalsTakeColoursAwayAndLeaveNotes() {
        for (var environment : Set.of(Map.of("NO_COLOR", "1"), Map.of("TERM", "dumb"))) {
            err.reset();
            Screen screen = screen(environment, Stream.OUT, Stream.ERR);

            assertThat(screen.toned(Tone.BAD, "plain")).isEqualTo("plain");
            screen.note("noted");
            assertThat(lines(err)).isEqualTo("noted\n");
        }
        assertThat(screen(Map.of("NO_COLOR", ""), Stream.OUT).outHasColours()).isTrue();
    }

    @Test
    void silenceTakesNotesAndLeavesErrors() {
        Screen screen = screen(Map.of("NO_COLOR", "1"), Stream.ERR);
        screen.silence();

        screen.note("noted");
        screen.error("broke");

        assertThat(lines(err)).isEqualTo("glimpse: broke\n");
    }

    @Test
    void terminalGetsNoControlCharactersFromAModel() {
        screen(Map.of(), Stream.OUT).writeForeign("a\u001B[2Jb\u0007\n\tc\u009B");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a[2Jb\n\tc");

        out.reset();
        screen(Map.of()).writeForeign("a\u001Bb");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\u001Bb");
    }

    @Test
    void closedOutputIsNoticedAtTheNextWrite() {
        var closed =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        var screen =
                Screen.of(
                        new Streams(
                                InputStream.nullInputStream(),
                                new PrintStream(closed, false, StandardCharsets.UTF_8),
                                print(err),
                                Set.of()),
                        Map.of());

        assertThatThrownBy(() -> screen.write("a")).isInstanceOf(OutputClosedException.class);
    }

    @Test
    void launcherTellsWhichDescriptorsAreTerminals() {
        assertThat(Streams.terminals("", null)).isEmpty();
        assertThat(Streams.terminals("02", null)).containsExactlyInAnyOrder(Stream.IN, Stream.ERR);
        assertThat(Streams.terminals("012", null)).hasSize(3);
        assertThat(Streams.terminals(null, null)).isEmpty();
    }

    private Screen screen(Map<String, String> environment, Stream... terminals) {
        return Screen.of(
                new Streams(
                        InputStream.nullInputStream(), print(out), print(err), Set.of(terminals)),
                environment);
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    private static String lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
