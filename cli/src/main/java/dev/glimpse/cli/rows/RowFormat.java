package dev.glimpse.cli.rows;

/// How a row is written as text, and read again.
public sealed interface RowFormat permits JsonRows, CsvRows {

    /// The record before the first row; empty if there is none.
    String header();

    /// A row as a record, without the line break that ends it.
    String text(CaptionRow row);

    /// The row that [#text] wrote.
    ///
    /// @throws IllegalArgumentException if it is none of this run's form, saying what was found
    CaptionRow parse(String text);

    /// Whether a line break between double quotes belongs to the record.
    boolean quotesLineBreaks();
}
