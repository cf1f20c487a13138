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
    private final Streams streams;
    private final boolean colours;
    private boolean quiet;

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
        if (!quiet && streams.terminals().contains(Streams.Stream.ERR)) {
            report(Tone.FAINT, text);
        }
    }

    /// Shows people a line in place of the one shown so before; nobody else.
    public void redraw(String text) {
        if (!quiet && streams.terminals().contains(Streams.Stream.ERR)) {
            streams.err().print("\r" + harmless(text) + "\u001B[K");
            streams.err().flush();
        }
    }

    /// Ends the line that was redrawn.
    public void endRedraw() {
        if (!quiet && streams.terminals().contains(Streams.Stream.ERR)) {
            streams.err().println();
            streams.err().flush();
        }
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
