package dev.glimpse.cli.chat;

/// Where a conversation's lines come from. Confined to one thread.
public interface LineInput extends AutoCloseable {

    /// What came in.
    sealed interface Input {
        /// A line without its break.
        record Line(String text) implements Input {}

        /// Ctrl-C.
        ///
        /// @param whileTyping whether there was text on the line, now gone
        record Interrupted(boolean whileTyping) implements Input {}

        /// There are no more lines: end of the file, or Ctrl-D.
        record End() implements Input {}
    }

    /// Waits for the next line.
    ///
    /// @param prompt shown before it where a person types
    Input next(String prompt);

    /// What Ctrl-C does while no line is awaited. Runs on another thread.
    void onInterrupt(Runnable action);

    /// Whether a person types the lines, so that a fault is told and the conversation goes on.
    boolean isInteractive();

    @Override
    void close();
}
