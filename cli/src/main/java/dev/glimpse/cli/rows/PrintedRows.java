package dev.glimpse.cli.rows;

import dev.glimpse.cli.screen.Screen;

/// Rows on standard output.
public final class PrintedRows implements RowOutput {
    private final Screen screen;
    private final RowFormat format;

    /// Prints the header, if there is one.
    public PrintedRows(Screen screen, RowFormat format) {
        this.screen = screen;
        this.format = format;
        if (!format.header().isEmpty()) {
            screen.line(format.header());
        }
    }

    @Override
    public void write(CaptionRow row) {
        screen.writeForeign(format.text(row) + "\n");
    }

    @Override
    public void finish() {
        // Each row is printed already.
    }

    @Override
    public void close() {
        // Standard output is the process's.
    }
}
