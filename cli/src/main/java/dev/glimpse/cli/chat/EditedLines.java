package dev.glimpse.cli.chat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Lines that a person types, with editing, history of this conversation and completion of commands
/// and file names.
public final class EditedLines implements LineInput {
    private static final Sized USUAL_SIZE = Size.of(80, 24);

    private final Terminal terminal;
    private final LineReader reader;

    EditedLines(Terminal terminal) {
        this.terminal = terminal;
        var plainWords = new DefaultParser();
        plainWords.setEscapeChars(new char[0]);
        plainWords.setQuoteChars(new char[0]);
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("glimpse")
                        .parser(plainWords)
                        .completer(new ChatCompleter())
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, true)
                        .build();
        // Terminals that do not heed the keypad mode send arrows so.
        KeyMap<Binding> keys =
                Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN), "the main keys");
        keys.bindIfNotBound(new Reference(LineReader.UP_LINE_OR_HISTORY), "\u001B[A");
        keys.bindIfNotBound(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\u001B[B");
        keys.bindIfNotBound(new Reference(LineReader.FORWARD_CHAR), "\u001B[C");
        keys.bindIfNotBound(new Reference(LineReader.BACKWARD_CHAR), "\u001B[D");
    }

    /// Takes over the process's terminal until closed. It is driven by calls of the system's, which
    /// need no native code of JLine's; through `stty` where that is not known. A `stty` would be
    /// ended by the Ctrl-C that it is meant to make way for.
    @MustBeClosed
    public static EditedLines open() {
        try {
            Terminal terminal =
                    TerminalBuilder.builder()
                            .system(true)
                            .providers("ffm,exec")
                            .dumb(true)
                            .graphemeCluster(false) // asks the terminal, and waits for its reply
                            .build();
            if (terminal.getColumns() == 0) { // a pseudo-terminal that nobody gave a size
                terminal.setSize(USUAL_SIZE);
            }
            return new EditedLines(terminal);
        } catch (IOException e) {
            throw CommandException.failure(
                    "the terminal cannot be used: "
                            + e.getMessage()
                            + "; pipe lines in instead: glimpse chat < lines.txt",
                    e);
        }
    }

    @Override
    public Input next(String prompt) {
        try {
            return new Input.Line(reader.readLine(prompt));
        } catch (UserInterruptException e) {
            return new Input.Interrupted(!e.getPartialLine().isBlank());
        } catch (EndOfFileException _) {
            return new Input.End();
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, _ -> action.run());
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be handed back", e);
        }
    }
}
