package dev.glimpse.cli.rows;

/// Where rows go, in the order in which they are written.
public sealed interface RowOutput extends AutoCloseable
        permits RowFile, PrintedRows, WholeFile, SidecarFiles {

    /// Adds a row; it is there when this returns, whatever happens to the process then.
    void write(CaptionRow row);

    /// Called once all rows are there.
    void finish();

    @Override
    void close();
}
