package dev.glimpse.cli.screen;

import dev.glimpse.cli.fault.OutputClosedException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Prints: results to standard output, notes and errors to standard error.
///
/// Results are plain when piped. Notes are for people: they appear only where standard error is a
/// terminal. Confined to one thread at a time.
public final class Screen {
    private static final String LINE_START = "\r";

    /// ECMA-48 "erase in line", from the cursor on.
    private static final String LINE_REST_AWAY = "\u001B[K";

    /// DEC's private mode 7, "autowrap".
    private static final String WRAP_OFF = "\u001B[?7l";

    private static final String WRAP_ON = "\u001B[?7h";

    private final Streams streams;
    private final boolean colours;
    private final boolean dumb;
    private boolean quiet;
    private boolean statusIsShown;

    private Screen(Streams streams, boolean colours, boolean dumb) {
        this.streams = streams;
        this.colours = colours;
        this.dumb = dumb;
    }

    /// Prints to `streams`, with colours where they are terminals and colours are wanted.
    ///
    /// @param environment `NO_COLOR` (see no-color.org) or `TERM=dumb` take colours away, the
    ///   latter also progress
    public static Screen of(Streams streams, Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
        return new Screen(streams, wanted, dumb);
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

    /// Tells people what is being done, in one line that the next status takes the place of, and
    /// that anything else printed takes away. What a terminal is too narrow for is cut off.
    public void status(String text) {
        draw(errHasColours() ? Tone.FAINT.wrap(text) : text);
    }

    /// Tells people how far a run is, as a status.
    public void progress(Advance advance) {
        Advance.Bar bar = advance.bar(streams.err().charset().equals(StandardCharsets.UTF_8));
        draw(
                errHasColours()
                        ? Tone.ACCENT.wrap(bar.full())
                                + Tone.FAINT.wrap(bar.empty() + " " + advance.text())
                        : bar.full() + bar.empty() + " " + advance.text());
    }

    private void draw(String line) {
        if (notesAppear() && !dumb) {
            streams.err().print(LINE_START + WRAP_OFF + line + LINE_REST_AWAY + WRAP_ON);
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
