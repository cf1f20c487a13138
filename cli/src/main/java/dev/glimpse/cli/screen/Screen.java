package dev.glimpse.cli.screen;

import dev.glimpse.cli.fault.OutputClosedException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// Prints: results to standard output, notes and errors to standard error.
///
/// Results are plain when piped. Notes are for people: they appear only where standard error is a
/// terminal. Confined to one thread at a time.
public final class Screen {
    private static final String LINE_START = "\r";

    /// ECMA-48 "erase in line", from the cursor on.
    private static final String LINE_REST_AWAY = "\u001B[K";

    private final Streams streams;
    private final boolean colours;
    private boolean quiet;
    private boolean statusIsShown;

    private Screen(Streams streams, boolean colours) {
        this.streams = streams;
        this.colours = colours;
    }

    /// Prints to `streams`, with colours where they are terminals and colours are wanted.
    ///
    /// @param environment `NO_COLOR` (see no-color.org) or `TERM=dumb` take colours away
    public static Screen of(Streams streams, Map<String, String> environment) {
        boolean wanted =
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new Screen(streams, wanted);
    }

    /// From now on no notes.
    public void silence() {
        quiet = true;
    }

    public InputStream in() {
        return streams.in();
    }

    public boolean inIsTerminal() {
        return streams.terminals().contains(Streams.Stream.IN);
    }

    public boolean outIsTerminal() {
        return streams.terminals().contains(Streams.Stream.OUT);
    }

    public boolean outHasColours() {
        return colours && outIsTerminal();
    }

    /// The text as standard output shows it.
    public String toned(Tone tone, String text) {
        return outHasColours() ? tone.wrap(text) : text;
    }

    /// Writes a result's line.
    public void line(String text) {
        write(text + "\n");
    }

    /// Writes a piece of a result at once, so that an answer is seen as it arrives.
    ///
    /// @throws OutputClosedException if nobody reads it
    public void write(String text) {
        if (outIsTerminal()) {
            endStatus();
        }
        PrintStream out = streams.out();
        out.print(text);
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }

    /// Writes a piece of a model's text. A terminal gets no control characters from it besides line
    /// breaks and tabs: they could move the cursor or set the title.
    public void writeForeign(String text) {
        write(outIsTerminal() ? harmless(text) : text);
    }

    /// Writes a piece of a model's text that is no result, faint, for people who watch: to a
    /// terminal, unless silenced.
    public void writeAside(String text) {
        if (!quiet && outIsTerminal()) {
            write(toned(Tone.FAINT, harmless(text)));
        }
    }

    /// Tells people something; nobody else.
    public void note(String text) {
        if (notesAppear()) {
            report(Tone.FAINT, text);
        }
    }

    /// Tells people how far it is, in one line that the next status takes the place of, and that
    /// anything else printed takes away.
    ///
    /// @param text shorter than a terminal is wide
    public void status(String text) {
        if (notesAppear()) {
            String line = errHasColours() ? Tone.FAINT.wrap(text) : text;
            streams.err().print(LINE_START + line + LINE_REST_AWAY);
            streams.err().flush();
            statusIsShown = true;
        }
    }

    /// Takes the status away.
    public void endStatus() {
        if (statusIsShown) {
            statusIsShown = false;
            streams.err().print(LINE_START + LINE_REST_AWAY);
            streams.err().flush();
        }
    }

    private boolean notesAppear() {
        return !quiet && streams.terminals().contains(Streams.Stream.ERR);
    }

    /// The error's line, on standard error.
    public void error(String text) {
        report(Tone.PLAIN, errorLabel() + harmless(text));
    }

    /// A plain line on standard error.
    public void hint(String text) {
        report(Tone.PLAIN, text);
    }

    /// For a stack trace.
    public PrintStream err() {
        return streams.err();
    }

    private String errorLabel() {
        return errHasColours() ? Tone.BAD.wrap("glimpse:") + " " : "glimpse: ";
    }

    private boolean errHasColours() {
        return colours && streams.terminals().contains(Streams.Stream.ERR);
    }

    private void report(Tone tone, String text) {
        endStatus();
        streams.err().println(errHasColours() ? tone.wrap(text) : text);
        streams.err().flush();
    }

    /// The text without control characters besides line breaks and tabs.
    public static String harmless(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
